namespace BnFold.Graphs.Inference;

/// <summary>Operators that take parts of a tensor or put parts together.</summary>
internal static class Cutting
{
    public static Dim?[]? Concat(Operands x)
    {
        Dim?[]? result = null;
        for (var i = 0; i < x.Count && result is null; i++) result = x.Dims(i);
        if (result is null || ConcatAxis(x, result.Length) is not { } axis) return null;
        Dim? sum = 0;
        for (var i = 0; i < x.Count; i++)
        {
            result = Broadcast.Same(result, x.Dims(i));
            sum = DimArithmetic.Add(sum, x.Rank(i) == result.Length ? x.Dim(i, axis) : null);
        }
        result[axis] = sum;
        return result;
    }

    /// <summary>The axis along which Concat puts its operands together; the first operator sets had a default.</summary>
    public static int? ConcatAxis(Operands x, int rank) =>
        (x.Node.Int("axis") ?? (x.Opset < 4 ? 1 : null)) is { } given ? Axes.Index(given, rank) : null;

    public static Dim?[]? Split(Operands x)
    {
        if (x.Dims(0) is not { } dims || Axes.Index(x.Node.Int("axis") ?? 0, dims.Length) is not { } axis) return null;
        dims[axis] = Part(x, dims[axis]);
        return dims;
    }

    public static Dim?[]? Slice(Operands x)
    {
        if (x.Dims(0) is not { } dims) return null;
        if (Ranges(x, dims.Length) is not { } ranges) return new Dim?[dims.Length];
        foreach (var (axis, start, end, step) in ranges) dims[axis] = SliceRange.Count(dims[axis], start, end, step);
        return dims;
    }

    /// <summary>The bounds on each axis that Slice cuts; null when it is not known which.</summary>
    public static IReadOnlyList<(int Axis, Dim? Start, Dim? End, Dim? Step)>? Ranges(Operands x, int rank)
    {
        if (!x.TryList("starts", 1, out var starts) || !x.TryList("ends", 2, out var ends) || starts is null || ends is null) return null;
        if (!x.TryIntegers("axes", 3, out var given) || !x.TryList("steps", 4, out var steps)) return null;
        var axes = Axes.Indices(given ?? Axes.All(starts.Length), rank);
        if (axes is null || axes.Length != starts.Length || axes.Length != ends.Length || (steps ?? ends).Length != ends.Length) return null;
        return [.. axes.Select((axis, i) => (axis, starts[i], ends[i], steps is null ? 1 : steps[i]))];
    }

    public static Dim?[]? Gather(Operands x)
    {
        if (x.Dims(0) is not { } data || x.Dims(1) is not { } indices) return null;
        if (Axes.Index(x.Node.Int("axis") ?? 0, data.Length) is not { } axis) return null;
        return [.. data[..axis], .. indices, .. data[(axis + 1)..]];
    }

    public static Dim?[]? SameAsIndices(Operands x) => x.Dims(1);

    public static Dim?[]? GatherND(Operands x)
    {
        if (x.Dims(0) is not { } data || x.Dims(1) is not { Length: > 0 } indices || indices[^1]?.Size is not { } depth) return null;
        var skipped = (x.Node.Int("batch_dims") ?? 0) + depth;
        return skipped >= 0 && skipped <= data.Length ? [.. indices[..^1], .. data[(int)skipped..]] : null;
    }

    /// <summary>Without an axis the data counts as flat.</summary>
    public static Dim?[]? Compress(Operands x)
    {
        if (x.Node.Int("axis") is not { } given) return new Dim?[1];
        if (x.Dims(0) is not { } dims || Axes.Index(given, dims.Length) is not { } axis) return null;
        dims[axis] = null;
        return dims;
    }

    public static Dim?[]? TopK(Operands x)
    {
        if (x.Dims(0) is not { } dims || Axes.Index(x.Node.Int("axis") ?? -1, dims.Length) is not { } axis) return null;
        dims[axis] = x.Has(1) ? x.List(1) is [var count] ? count : null : x.Node.Int("k");
        return dims;
    }

    private static Dim? Part(Operands x, Dim? size)
    {
        if (!x.TryList("split", 1, out var parts)) return null;
        if (parts is not null) return x.Output < parts.Length ? parts[x.Output] : null;
        var count = x.Node.Outputs.Count;
        // Nothing remains, or the model can't run; so rounding down loses nothing.
        if (x.Node.Int("num_outputs") is not { } asked) return DimArithmetic.FloorDivide(size, count);
        if (asked != count) return null;
        // All parts are equal but the last, which may be smaller.
        var part = DimArithmetic.FloorDivide(DimArithmetic.Add(size, asked - 1), asked);
        return x.Output < asked - 1 ? part : DimArithmetic.Subtract(size, DimArithmetic.Multiply(part, asked - 1));
    }
}
