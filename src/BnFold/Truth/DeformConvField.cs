namespace BnFold.Truth;

/// <summary>
/// DeformConv of planes: y[n,m,p] = b[m] + Σ_c Σ_k w[m,c,k] · mask[n,k,p] · x[n, group(m)·C/g + c] at p·stride − pad + k·dilation +
/// offset[n,k,p], between four elements in proportion, with zeros beyond the edge. Offsets come in pairs, rows first.
/// </summary>
internal sealed class DeformConvField : Field
{
    private readonly Field _x;
    private readonly Field _w;
    private readonly Field _offset;
    private readonly Field? _b;
    private readonly Field? _mask;
    private readonly long _filtersPerGroup;
    private readonly long _channelsPerOffset;
    private readonly Window _window;
    private readonly Effort _effort;

    private DeformConvField(NodeFields node, Window window, long[] output) : base([node.Input(0).Dims[0], node.Input(1).Dims[0], .. output])
    {
        (_x, _w, _offset, _b, _mask) = (node.Input(0), node.Input(1), node.Input(2), node.InputOrNull(3), node.InputOrNull(4));
        (_window, _effort) = (window, node.Effort);
        _filtersPerGroup = _w.Dims[0] / (node.Int("group") ?? 1);
        _channelsPerOffset = _x.Dims[1] / (node.Int("offset_group") ?? 1);
    }

    public static Field Of(NodeFields node)
    {
        var (x, w, offset) = (node.Input(0), node.Input(1), node.Input(2));
        var (groups, offsetGroups) = (node.Int("group") ?? 1, node.Int("offset_group") ?? 1);
        if (x.Rank != 4 || w.Rank != 4 || groups < 1 || offsetGroups < 1 || x.Dims[1] != w.Dims[1] * groups
            || w.Dims[0] % groups != 0 || x.Dims[1] % offsetGroups != 0)
            throw new NoDefinitionException("filters that do not fit");
        var (window, output) = WindowReader.Read(node, w.Dims[2..], x.Dims[2..]);
        var taps = offsetGroups * w.Dims[2] * w.Dims[3];
        if (!offset.Dims.SequenceEqual([x.Dims[0], 2 * taps, .. output]) || node.InputOrNull(4)?.Dims.SequenceEqual([x.Dims[0], taps, .. output]) == false)
            throw new NoDefinitionException("places that do not fit");
        return new DeformConvField(node, window, output);
    }

    public override double At(long index)
    {
        Span<long> at = stackalloc long[4];
        Coordinates.Split(index, Dims, at);
        var (n, m) = (at[0], at[1]);
        var (channels, taps) = (_w.Dims[1], _w.Dims[2] * _w.Dims[3]);
        _effort.Spend(4 * channels * taps);
        var sum = _b?.At(m) ?? 0;
        for (var c = 0L; c < channels; c++)
        {
            var source = (m / _filtersPerGroup * channels) + c;
            for (var k = 0L; k < taps; k++)
            {
                var tap = (source / _channelsPerOffset * taps) + k;
                var row = Place(0, at[2], k / _w.Dims[3]) + Beside(_offset, n, 2 * tap, at);
                var column = Place(1, at[3], k % _w.Dims[3]) + Beside(_offset, n, (2 * tap) + 1, at);
                var weight = _w.At((((m * channels) + c) * taps) + k) * (_mask is null ? 1 : Beside(_mask, n, tap, at));
                sum += weight * Between((n * _x.Dims[1]) + source, row, column);
            }
        }
        return sum;
    }

    private long Place(int axis, long at, long k) => (at * _window.Strides[axis]) - _window.Pads[axis] + (k * _window.Dilations[axis]);

    /// <summary>What one channel of the offsets or the mask says of a place of the output.</summary>
    private double Beside(Field field, long n, long channel, ReadOnlySpan<long> at) =>
        field.At((((((n * field.Dims[1]) + channel) * Dims[2]) + at[2]) * Dims[3]) + at[3]);

    private double Between(long plane, double row, double column)
    {
        var (top, left) = (Math.Floor(row), Math.Floor(column));
        var (down, right) = (row - top, column - left);
        return ((1 - down) * (1 - right) * Element(plane, top, left)) + ((1 - down) * right * Element(plane, top, left + 1))
            + (down * (1 - right) * Element(plane, top + 1, left)) + (down * right * Element(plane, top + 1, left + 1));
    }

    private double Element(long plane, double row, double column) =>
        row >= 0 && row < _x.Dims[2] && column >= 0 && column < _x.Dims[3] ? _x.At((((plane * _x.Dims[2]) + (long)row) * _x.Dims[3]) + (long)column) : 0;
}
