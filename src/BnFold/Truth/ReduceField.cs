namespace BnFold.Truth;

/// <summary>Sum, mean or largest along some axes.</summary>
internal sealed class ReduceField : Field
{
    private readonly Field _source;
    private readonly Field _inner;
    private readonly Func<IEnumerable<double>, double> _gather;
    private readonly Effort _effort;

    private ReduceField(Field source, bool[] isReduced, bool keepsAxes, Func<IEnumerable<double>, double> gather, Effort effort)
        : base(Kept(source.Dims, isReduced, keepsAxes))
    {
        // Kept axes outside, reduced ones inside: what belongs together then lies together.
        var order = Enumerable.Range(0, source.Rank).OrderBy(axis => isReduced[axis]).ToArray();
        var strides = Coordinates.Strides(source.Dims);
        _inner = new StridedField(source, [.. order.Select(axis => source.Dims[axis])], 0, [.. order.Select(axis => strides[axis])]);
        (_source, _gather, _effort) = (source, gather, effort);
    }

    /// <summary>A Reduce… operator, its axes an attribute or input 1.</summary>
    public static Field Of(NodeFields node, Func<IEnumerable<double>, double> gather)
    {
        var source = node.Input(0);
        var axes = node.Integers(1, "axes");
        if (axes is null or [] && node.Int("noop_with_empty_axes") is 1) return source;
        var isReduced = new bool[source.Rank];
        if (axes is null or []) Array.Fill(isReduced, true);
        else foreach (var axis in axes) isReduced[Coordinates.Axis(axis, source.Rank)] = true;
        return new ReduceField(source, isReduced, (node.Int("keepdims") ?? 1) != 0, gather, node.Effort);
    }

    /// <summary>A Global… pool: along all spatial axes.</summary>
    public static Field Global(NodeFields node, Func<IEnumerable<double>, double> gather)
    {
        var source = node.Input(0);
        return new ReduceField(source, [.. source.Dims.Select((_, axis) => axis > 1)], keepsAxes: true, gather, node.Effort);
    }

    public override double At(long index)
    {
        var length = Count == 0 ? 0 : _source.Count / Count;
        _effort.Spend(length);
        return _gather(Elements(index * length, length));
    }

    private IEnumerable<double> Elements(long start, long length)
    {
        for (var i = start; i < start + length; i++) yield return _inner.At(i);
    }

    private static long[] Kept(long[] dims, bool[] isReduced, bool keepsAxes) => keepsAxes
        ? [.. dims.Select((dim, axis) => isReduced[axis] ? 1 : dim)]
        : [.. dims.Where((_, axis) => !isReduced[axis])];
}
