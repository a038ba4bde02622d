using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// What a DequantizeLinear over constants stands for: w = scale·(q − zero point), with one scale and zero point for all elements, or one
/// for each index of an axis. Scaling w by f puts |f| into the scale and the sign into the integers, q' = 2·zero point − q: the zero
/// point stays, for integer kernels want the same one in every channel. Where f is 0, q' = zero point and the scale stays.
/// </summary>
internal sealed record Quantization(Node Node, ElementType Type, Constant Integers, double[] Scales, double[] ZeroPoints, int? Axis)
{
    /// <summary>Relative error of a rounded scale from which on its type is too small for it; that of bfloat16 is half of it.</summary>
    private const double Coarse = 1.0 / 256;

    /// <summary>Where the integers are read as they were; null where they are new.</summary>
    public Value? StoredIntegers { get; init; }

    /// <summary>A zero point is given, though it may be 0.</summary>
    public bool HasZeroPoint { get; init; }

    /// <summary>A fold gave the channels different factors.</summary>
    public bool IsScaledByChannel { get; init; }

    /// <summary>Consecutive elements that have one scale.</summary>
    public long Run => Axis is { } axis ? Integers.Dims.Skip(axis + 1).Aggregate(1L, static (a, b) => a * b) : Math.Max(Integers.Count, 1);

    public static bool TryRead(Node node, Constant?[] inputs, [NotNullWhen(true)] out Quantization? quantization, [NotNullWhen(false)] out Obstacle? obstacle)
    {
        quantization = null;
        obstacle = null;
        if (inputs is not [{ } integers, { } scale, ..]) return No(node, SkipReason.MalformedNode, "an input is missing", out obstacle);
        var zero = inputs.Length > 2 ? inputs[2] : null;
        if (!TensorCodec.IsInteger(integers.Type) || !scale.IsFloating)
            return No(node, SkipReason.Quantized, $"numbers quantized as {integers.Type} with scales of {scale.Type} are not read", out obstacle);
        if (scale.Rank > 1 || node.Int("block_size") is not (null or 0)) return No(node, SkipReason.Quantized, "its scales are for blocks of an axis", out obstacle);
        var axis = (int)(node.Int("axis") ?? 1);
        if (axis < 0) axis += integers.Rank;
        var isPerAxis = scale.Count > 1;
        if ((zero is not null && zero.Count != scale.Count) || (isPerAxis && (axis < 0 || axis >= integers.Rank || integers.Dims[axis] != scale.Count)))
            return No(node, SkipReason.MalformedNode, $"{scale.Count} scales for axis {axis} of [{string.Join(',', integers.Dims)}]", out obstacle);
        quantization = new(node, scale.Type, integers, scale.ToDoubles(), zero?.ToDoubles() ?? new double[scale.Count], isPerAxis ? axis : null)
        {
            StoredIntegers = node.Input(0),
            HasZeroPoint = zero is not null,
        };
        return true;
    }

    public Constant ToConstant() => new(Type, Integers.Dims, new DequantizedPayload(this)) { Quantization = this };

    /// <summary>The numbers times a factor, quantized as before; or why that can't be.</summary>
    public bool TryScale(Coefficients factor, [NotNullWhen(true)] out Quantization? scaled, [NotNullWhen(false)] out string? refusal)
    {
        scaled = null;
        int[] varied = [.. Enumerable.Range(0, factor.Rank).Where(factor.VariesOn)];
        refusal = varied switch
        {
            [] => null,
            [_, _, ..] => $"its integers would need a scale for each index of axes {string.Join(" and ", varied)}",
            [var wanted] when Axis is { } own && own != wanted => $"its integers have a scale for each index of axis {own}, but would need one for each of axis {wanted}",
            _ when Node.Opset < 13 => "before operator set 13 its integers have one scale for all channels",
            _ => null,
        };
        if (refusal is not null) return false;

        var axis = varied is [var only] ? only : Axis;
        var count = axis is { } a ? (int)Integers.Dims[a] : 1;
        var factors = axis is { } b ? factor.Vector(b, count)! : [factor.Values[0]];
        var scales = new double[count];
        for (var c = 0; c < count; c++) scales[c] = Scales[c % Scales.Length] * (factors[c] == 0 ? 1 : Math.Abs(factors[c]));
        refusal = Rounding(scales);
        if (refusal is not null) return false;
        double[] zeroPoints = [.. Enumerable.Range(0, count).Select(c => ZeroPoints[c % ZeroPoints.Length])];
        scaled = this with { Scales = scales, ZeroPoints = zeroPoints, Axis = axis, IsScaledByChannel = IsScaledByChannel || varied.Length > 0 };
        if (!Array.Exists(factors, static f => f <= 0)) return true;

        var mirrored = new MirroredPayload(Integers, [.. factors.Select(Math.Sign)], zeroPoints, scaled.Run);
        refusal = mirrored.OutOfRange();
        scaled = scaled with { Integers = new(Integers.Type, Integers.Dims, mirrored) { IsExternal = Integers.IsExternal }, StoredIntegers = null };
        return refusal is null;
    }

    /// <summary>What a scale loses where its type does not reach.</summary>
    private string? Rounding(double[] scales)
    {
        var bytes = new byte[scales.Length * TensorCodec.ByteSize(Type)];
        TensorCodec.WriteDoubles(scales, Type, bytes);
        var rounded = new double[scales.Length];
        TensorCodec.ReadDoubles(bytes, Type, rounded);
        var c = Enumerable.Range(0, scales.Length).FirstOrDefault(i => !(Math.Abs(rounded[i] - scales[i]) <= Coarse * Math.Abs(scales[i])), -1);
        return c < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"the scale of its integers in channel {c} would become {scales[c]:g6}, which is {rounded[c]:g6} in {Type}");
    }

    private static bool No(Node node, SkipReason reason, string detail, out Obstacle obstacle)
    {
        obstacle = Obstacle.At(node, reason, detail);
        return false;
    }
}
