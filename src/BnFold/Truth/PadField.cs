namespace BnFold.Truth;

/// <summary>Pad with a constant.</summary>
internal sealed class PadField : Field
{
    private readonly Field _source;
    private readonly long[] _begins;
    private readonly double _value;

    private PadField(Field source, long[] begins, long[] dims, double value) : base(dims) =>
        (_source, _begins, _value) = (source, begins, value);

    public static Field Of(NodeFields node)
    {
        if (node.String("mode") is { } mode and not "constant") throw new NoDefinitionException($"Pad of mode {mode}");
        var source = node.Input(0);
        var pads = node.Integers(1, "pads") ?? throw new NoDefinitionException("a Pad without pads");
        var axes = node.Integers(3, "axes") ?? [.. Enumerable.Range(0, source.Rank)];
        var (begins, dims) = (new long[source.Rank], (long[])source.Dims.Clone());
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = Coordinates.Axis(axes[i], source.Rank);
            begins[axis] = pads[i];
            dims[axis] += pads[i] + pads[i + axes.Length];
        }
        return new PadField(source, begins, dims, node.InputOrNull(2)?.At(0) ?? node.Float("value", 0));
    }

    public override double At(long index)
    {
        var (at, stride) = (0L, 1L);
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            var i = (index % Dims[axis]) - _begins[axis];
            if (i < 0 || i >= _source.Dims[axis]) return _value;
            at += i * stride;
            stride *= _source.Dims[axis];
            index /= Dims[axis];
        }
        return _source.At(at);
    }
}
