namespace BnFold.Graphs.Inference;

/// <summary>Operators that make one element of all elements along some axes.</summary>
internal static class Reduction
{
    public static Dim?[]? Reduce(Operands x)
    {
        if (x.Dims(0) is not { } dims) return null;
        var keeps = x.Node.Int("keepdims") is null or not 0;
        if (!x.TryIntegers("axes", 1, out var axes))
        {
            if (keeps) return new Dim?[dims.Length];
            return x.List(1)?.Length is > 0 and { } count && count <= dims.Length ? new Dim?[dims.Length - count] : null;
        }
        if (axes is null or [])
        {
            if (x.Node.Int("noop_with_empty_axes") is not (null or 0)) return dims;
            axes = Axes.All(dims.Length);
        }
        return Axes.Indices(axes, dims.Length) is { } reduced ? Without(dims, reduced, keeps) : null;
    }

    public static Dim?[]? ArgMax(Operands x)
    {
        if (x.Dims(0) is not { } dims || Axes.Index(x.Node.Int("axis") ?? 0, dims.Length) is not { } axis) return null;
        return Without(dims, [axis], x.Node.Int("keepdims") is null or not 0);
    }

    private static Dim?[] Without(Dim?[] dims, int[] axes, bool keeps) => keeps
        ? [.. dims.Select((dim, i) => axes.Contains(i) ? (Dim)1 : dim)]
        : [.. dims.Where((_, i) => !axes.Contains(i))];
}
