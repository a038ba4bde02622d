using System.Buffers.Binary;
using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// The constant expressions that exporters put in front of weights and parameters, evaluated by hand. Each result is rounded to its
/// element type, as it is when the model runs.
/// </summary>
internal static class ConstantExpressions
{
    /// <summary>What is evaluated is held in memory, in double: 1 GiB. A few bytes of a file may ask for any number.</summary>
    public const int MostElements = 1 << 27;

    public static Constant OfIntegers(ImmutableArray<long> dims, long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return new(ElementType.Int64, dims, new BytesPayload(bytes));
    }

    /// <summary>The first output of a node over constants; null when the node isn't one of those known here.</summary>
    public static Constant? Evaluate(Node node, Constant?[] inputs)
    {
        if (inputs.Length == 0 || inputs[0] is not { } x) return null;
        return node.OpType switch
        {
            "Identity" => x,
            "Reshape" => Reshape(node, x, Integers(node, "shape", inputs)),
            "Flatten" => Flatten(node, x),
            "Unsqueeze" => Unsqueeze(x, Integers(node, "axes", inputs)),
            "Squeeze" => Squeeze(x, Integers(node, "axes", inputs)),
            "ConstantOfShape" => ConstantOfShape(node, x),
            _ when x.Count > MostElements => null,
            "Cast" => Cast(node, x),
            "Transpose" => Transpose(node, x),
            "Neg" => Map(x, static v => -v),
            "Sqrt" => Map(x, Math.Sqrt),
            "Reciprocal" => Map(x, static v => 1 / v),
            "Add" => Zip(node, x, inputs, static (a, b) => a + b),
            "Sub" => Zip(node, x, inputs, static (a, b) => a - b),
            "Mul" => Zip(node, x, inputs, static (a, b) => a * b),
            "Div" when x.IsFloating => Zip(node, x, inputs, static (a, b) => a / b),
            "Pow" when x.IsFloating => Zip(node, x, inputs, Math.Pow),
            _ => null,
        };
    }

    private static Constant With(Constant x, IEnumerable<long> dims) => new(x.Type, [.. dims], x.Payload) { IsExternal = x.IsExternal };

    /// <summary>An integer list that older operator sets keep in an attribute and newer ones in the second input.</summary>
    private static long[]? Integers(Node node, string name, Constant?[] inputs) =>
        inputs.Length > 1 && inputs[1] is { } list ? list.ToIntegers() : node.Ints(name)?.ToArray();

    private static Constant? Cast(Node node, Constant x)
    {
        var type = node.Proto.CastTo();
        if (type == x.Type) return x;
        return TensorCodec.IsFloating(type) && TensorCodec.IsReadable(x.Type) ? Rounded(type, x.Dims, x.ToDoubles()) : null;
    }

    private static Constant? Transpose(Node node, Constant x)
    {
        var permutation = node.Ints("perm")?.ToArray() ?? [.. Enumerable.Range(0, x.Rank).Reverse().Select(i => (long)i)];
        if (permutation.Length != x.Rank || permutation.Distinct().Count() != x.Rank || permutation.Any(p => p < 0 || p >= x.Rank)) return null;
        if (!TensorCodec.IsReadable(x.Type)) return null;
        int[] order = [.. permutation.Select(p => (int)p)];
        return new(x.Type, [.. order.Select(p => x.Dims[p])], new TransposedPayload(x, order));
    }

    private static Constant? Reshape(Node node, Constant x, long[]? shape)
    {
        if (shape is null) return null;
        var keepsZero = node.Int("allowzero") is null or 0;
        var dims = new long[shape.Length];
        for (var i = 0; i < dims.Length; i++) dims[i] = shape[i] == 0 && keepsZero && i < x.Rank ? x.Dims[i] : shape[i];
        var known = dims.Where(d => d != -1).Aggregate(1L, static (a, b) => a * b);
        if (dims.Count(d => d == -1) == 1 && known > 0) dims[Array.IndexOf(dims, -1)] = x.Count / known;
        return dims.All(d => d >= 0) && dims.Aggregate(1L, static (a, b) => a * b) == x.Count ? With(x, dims) : null;
    }

    private static Constant? Flatten(Node node, Constant x)
    {
        var axis = (int)(node.Int("axis") ?? 1);
        if (axis < 0) axis += x.Rank;
        if (axis < 0 || axis > x.Rank) return null;
        var outer = x.Dims.Take(axis).Aggregate(1L, static (a, b) => a * b);
        return With(x, [outer, outer == 0 ? 0 : x.Count / outer]);
    }

    private static Constant? Unsqueeze(Constant x, long[]? axes)
    {
        if (axes is null) return null;
        var rank = x.Rank + axes.Length;
        var added = axes.Select(a => a < 0 ? a + rank : a).ToHashSet();
        if (added.Count != axes.Length || added.Any(a => a < 0 || a >= rank)) return null;
        var from = 0;
        return With(x, Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : x.Dims[from++]).ToArray());
    }

    private static Constant? Squeeze(Constant x, long[]? axes)
    {
        var removed = axes?.Select(a => a < 0 ? a + x.Rank : a).ToHashSet();
        var dims = x.Dims.Where((dim, i) => removed is null ? dim != 1 : !removed.Contains(i)).ToArray();
        return dims.Aggregate(1L, static (a, b) => a * b) == x.Count ? With(x, dims) : null;
    }

    private static Constant? ConstantOfShape(Node node, Constant shape)
    {
        ImmutableArray<long> dims = [.. shape.ToIntegers()];
        if (dims.Any(d => d < 0)) return null;
        var fill = node.Tensor("value") is { } value ? node.Scope.View.Model.Read(value) : null;
        if (fill is null) return new(ElementType.Float, dims, new FillPayload(new byte[sizeof(float)], Count(dims)));
        var element = new byte[fill.Payload.Length];
        fill.Payload.Read(0, element);
        return fill.Count == 1 ? new(fill.Type, dims, new FillPayload(element, Count(dims))) : null;
    }

    private static long Count(ImmutableArray<long> dims) => dims.Aggregate(1L, static (a, b) => checked(a * b));

    private static Constant? Map(Constant x, Func<double, double> f) =>
        x.IsFloating ? Rounded(x.Type, x.Dims, Array.ConvertAll(x.ToDoubles(), v => f(v))) : null;

    private static Constant? Zip(Node node, Constant a, Constant?[] inputs, Func<double, double, double> f)
    {
        // Before operator set 7 broadcasting was an attribute with rules of its own.
        if (inputs.Length < 2 || inputs[1] is not { } b || !a.IsFloating || a.Type != b.Type || (node.Opset < 7 && !a.Dims.SequenceEqual(b.Dims))) return null;
        var rank = Math.Max(a.Rank, b.Rank);
        if (!Broadcasting.TryAlign(a, rank, out var left) || !Broadcasting.TryAlign(b, rank, out var right)) return null;
        for (var i = 0; i < rank; i++)
        {
            if (BroadcastIndex.Dim(left[i], right[i]) is null) return null;
        }
        int[] dims = [.. left.Zip(right, static (p, q) => BroadcastIndex.Dim(p, q)!.Value)];
        if (b.Count > MostElements || BroadcastIndex.Count(dims) > MostElements) return null;
        var (x, y) = (a.ToDoubles(), b.ToDoubles());
        var (ix, iy) = (new BroadcastIndex(dims, left), new BroadcastIndex(dims, right));
        var result = new double[BroadcastIndex.Count(dims)];
        for (var i = 0; i < result.Length; i++) result[i] = f(x[ix.Next()], y[iy.Next()]);
        return Rounded(a.Type, [.. dims.Select(d => (long)d)], result);
    }

    private static Constant Rounded(ElementType type, ImmutableArray<long> dims, double[] values)
    {
        var bytes = new byte[values.Length * TensorCodec.ByteSize(type)];
        TensorCodec.WriteDoubles(values, type, bytes);
        return new(type, dims, new BytesPayload(bytes));
    }
}
