using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Operators with weights: the hosts of a fold.</summary>
internal static class LinearSteps
{
    public static Signal Conv(GraphDraft draft, Signal x)
    {
        Demand(x.Rank is >= 3 and <= 5 && draft.Type != ElementType.Double);
        var dice = draft.Dice;
        var group = dice.Chance(0.3) ? dice.Pick(Divisors(x.Channels)) : 1;
        var filters = draft.IsSquare && dice.Chance(0.8) ? x.Channels : group * dice.Int(1, group == 1 ? 6 : 2);
        var window = Window.Of(draft, x.Spatial, mayDilate: true);
        return Conv(draft, x, filters, group, window);
    }

    private static Signal Conv(GraphDraft draft, Signal x, long filters, long group, Window window)
    {
        var perGroup = x.Channels / group;
        var weight = draft.Constants.Weight([filters, perGroup, .. window.Kernel], perGroup * Signal.CountOf(window.Kernel));
        var attributes = draft.Dice.Chance(0.5) ? window.Attributes : window.WithoutKernel;
        if (group != 1) attributes = attributes.Append(ModelBuilder.Int("group", group));
        return draft.Add("Conv", [x.Name, weight, .. Bias(draft, filters)], [x.Dims[0], filters, .. window.Output], attributes);
    }

    public static Signal ConvTranspose(GraphDraft draft, Signal x)
    {
        Demand(x.Rank is >= 3 and <= 5 && draft.Type != ElementType.Double);
        var dice = draft.Dice;
        var group = dice.Chance(0.4) ? dice.Pick(Divisors(x.Channels)) : 1;
        var perGroup = draft.IsSquare && dice.Chance(0.8) ? Math.Max(1, x.Channels / group) : dice.Int(1, group == 1 ? 5 : 3);
        long[] kernel = [.. x.Spatial.Select(_ => (long)dice.Int(1, 3))];
        long[] strides = [.. x.Spatial.Select(_ => dice.Chance(0.6) ? 1L : 2)];
        long[] pads = [.. x.Spatial.Concat(x.Spatial).Select((_, i) => dice.Chance(0.7) ? 0 : (long)dice.Int(0, (int)kernel[i % kernel.Length] - 1))];
        long[] extra = [.. strides.Select(s => s > 1 && dice.Chance(0.3) ? 1L : 0)];
        long[] sizes = [.. x.Spatial.Select((s, i) => strides[i] * (s - 1) + kernel[i] + extra[i] - pads[i] - pads[i + kernel.Length])];
        Demand(sizes.All(static s => s > 0));
        var weight = draft.Constants.Weight([x.Channels, perGroup, .. kernel], x.Channels / group * Signal.CountOf(kernel));
        return draft.Add(
            "ConvTranspose", [x.Name, weight, .. Bias(draft, perGroup * group)], [x.Dims[0], perGroup * group, .. sizes],
            ModelBuilder.Ints("strides", strides), ModelBuilder.Ints("pads", pads), ModelBuilder.Int("group", group), ModelBuilder.Ints("output_padding", extra));
    }

    /// <summary>Taps at places that the value itself tells; some beyond the edge.</summary>
    public static Signal DeformConv(GraphDraft draft, Signal x)
    {
        Demand(x.Rank == 4 && draft.Type == ElementType.Float && draft.Opset >= 19 && !draft.HasDynamicBatch);
        var dice = draft.Dice;
        var group = dice.Chance(0.3) ? dice.Pick(Divisors(x.Channels)) : 1;
        var filters = group * dice.Int(1, group == 1 ? 6 : 2);
        var kernel = dice.Pick(1L, 3);
        var taps = kernel * kernel;
        var weight = draft.Constants.Weight([filters, x.Channels / group, kernel, kernel], x.Channels / group * taps);
        var offsets = draft.Constants.Normal(x.Dims[0], 2 * taps, x.Dims[2], x.Dims[3]);
        string[] bias = dice.Chance(0.6) ? [draft.Constants.Normal(filters)] : [""];
        string[] mask = dice.Chance(0.5) ? [draft.Constants.Normal(x.Dims[0], taps, x.Dims[2], x.Dims[3])] : [];
        return draft.Add(
            "DeformConv", [x.Name, weight, offsets, .. bias, .. mask], [x.Dims[0], filters, x.Dims[2], x.Dims[3]],
            ModelBuilder.Int("group", group), ModelBuilder.Ints("kernel_shape", kernel, kernel),
            ModelBuilder.Ints("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2));
    }

    public static Signal Gemm(GraphDraft draft, Signal x)
    {
        Demand(x.Rank == 2);
        var dice = draft.Dice;
        var transA = dice.Chance(0.15);
        var (m, k) = transA ? (x.Dims[1], x.Dims[0]) : (x.Dims[0], x.Dims[1]);
        var n = draft.IsSquare ? k : dice.Int(1, 6);
        var transB = dice.Chance(0.5);
        var b = draft.Constants.Weight(transB ? [n, k] : [k, n], k);
        string[] inputs = dice.Chance(0.95) ? [x.Name, b] : transA || transB ? throw new MisfitException() : [x.Name, draft.Constants.Weight([k, n], k)];
        long[][] shapes = [[n], [n], [1, n], [], [1], [1, 1], [m, 1], [m, n]];
        if (draft.Opset < 11 || dice.Chance(0.8))
            inputs = [.. inputs, draft.Constants.Normal(dice.Pick(shapes))];
        else if (dice.Chance(0.3))
            inputs = [.. inputs, ""];
        return draft.Add(
            "Gemm", inputs, [m, n],
            transA ? ModelBuilder.Int("transA", 1) : null, transB ? ModelBuilder.Int("transB", 1) : null,
            dice.Chance(0.3) ? ModelBuilder.Float("alpha", dice.Pick(0.5f, -1.5f, 2f)) : null,
            dice.Chance(0.3) ? ModelBuilder.Float("beta", dice.Pick(0f, 0.5f, -1f, 2f)) : null);
    }

    public static Signal MatMul(GraphDraft draft, Signal x)
    {
        Demand(x.Rank >= 2);
        var dice = draft.Dice;
        var (m, k) = (x.Dims[^2], x.Dims[^1]);
        long n = dice.Int(1, 6);
        // The channels of rank 3 are axis −2, which a constant on the left takes.
        switch (x.Rank == 3 && dice.Chance(0.5) ? 0 : dice.Int(0, 9))
        {
            case 0 or 1:
                n = draft.IsSquare ? m : n;
                return draft.Add("MatMul", [draft.Constants.Weight([n, m], m), x.Name], [.. x.Dims[..^2], n, k]);
            case 2 when x.Rank >= 3:
                return draft.Add("MatMul", [x.Name, draft.Constants.Weight([dice.Pick(1, x.Dims[^3]), k, n], k)], [.. x.Dims[..^1], n]);
            case 3 when x.Rank == 2 && dice.Chance(0.5):
                return draft.Add("MatMul", [x.Name, draft.Constants.Weight([2, k, n], k)], [2, m, n]);
            case 4 when dice.Chance(0.3):
                return draft.Add("MatMul", [x.Name, draft.Constants.Weight([k], k)], x.Dims[..^1]);
            default:
                n = draft.IsSquare ? k : n;
                return draft.Add("MatMul", [x.Name, draft.Constants.Weight([k, n], k)], [.. x.Dims[..^1], n]);
        }
    }

    /// <summary>Any host that fits.</summary>
    public static Signal Host(GraphDraft draft, Signal x)
    {
        if (draft.Opset >= 12 && draft.Type != ElementType.Float16 && draft.Dice.Chance(0.15)) return EinsumSteps.Einsum(draft, x);
        if (x.Rank == 2) return draft.Dice.Chance(0.65) ? Gemm(draft, x) : MatMul(draft, x);
        if (x.Rank is < 2 or > 5 || draft.Type == ElementType.Double || (x.Rank == 3 && draft.Dice.Chance(0.4))) return MatMul(draft, x);
        return draft.Dice.Int(0, 9) switch
        {
            0 => MatMul(draft, x),
            1 => ConvTranspose(draft, x),
            2 when x.Rank == 4 && draft.Opset >= 19 && !draft.HasDynamicBatch && draft.Type == ElementType.Float => DeformConv(draft, x),
            _ => Conv(draft, x),
        };
    }

    /// <summary>A host whose result differs from its input at most in the channels.</summary>
    public static Signal Same(GraphDraft draft, Signal x, long channels)
    {
        Demand(x.Rank >= 2);
        if (x.Rank == 2) return draft.Add("MatMul", [x.Name, draft.Constants.Weight([x.Dims[1], channels], x.Dims[1])], [x.Dims[0], channels]);
        if (x.Rank > 5 || draft.Type == ElementType.Double)
        {
            Demand(channels == x.Channels);
            return draft.Add("MatMul", [x.Name, draft.Constants.Weight([x.Dims[^1], x.Dims[^1]], x.Dims[^1])], x.Dims);
        }
        var size = draft.Dice.Pick(1L, 3);
        long[] kernel = [.. x.Spatial.Select(_ => size)];
        long[] pads = [.. x.Spatial.Concat(x.Spatial).Select(_ => size / 2)];
        return Conv(draft, x, channels, 1, new(kernel, x.Spatial, size == 1 ? [] : [ModelBuilder.Ints("pads", pads)]));
    }

    private static string[] Bias(GraphDraft draft, long length) => draft.Dice.Int(0, 9) switch
    {
        < 6 => [draft.Constants.Normal(length)],
        6 => [""],
        _ => [],
    };

    private static long[] Divisors(long number) => [.. Enumerable.Range(1, (int)number).Where(i => number % i == 0).Select(i => (long)i)];

    private static void Demand(bool condition)
    {
        if (!condition) throw new MisfitException();
    }
}
