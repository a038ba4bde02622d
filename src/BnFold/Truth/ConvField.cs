namespace BnFold.Truth;

/// <summary>Conv: y[n,m,p] = b[m] + Σ_c Σ_k w[m,c,k] · x[n, group(m)·C/g + c, p·stride − pad + k·dilation].</summary>
internal sealed class ConvField : Field
{
    private readonly Field _x;
    private readonly Field _w;
    private readonly Field? _b;
    private readonly long _filtersPerGroup;
    private readonly Window _window;
    private readonly Effort _effort;

    private ConvField(Field x, Field w, Field? b, long groups, Window window, long[] output, Effort effort)
        : base([x.Dims[0], w.Dims[0], .. output]) =>
        (_x, _w, _b, _filtersPerGroup, _window, _effort) = (x, w, b, w.Dims[0] / groups, window, effort);

    public static Field Of(NodeFields node)
    {
        var (x, w, b) = (node.Input(0), node.Input(1), node.InputOrNull(2));
        var groups = node.Int("group") ?? 1;
        if (x.Rank < 3 || x.Rank != w.Rank || x.Dims[1] != w.Dims[1] * groups || w.Dims[0] % groups != 0)
            throw new NoDefinitionException("filters that do not fit");
        var (window, output) = WindowReader.Read(node, w.Dims[2..], x.Dims[2..]);
        return new ConvField(x, w, b, groups, window, output, node.Effort);
    }

    public override double At(long index)
    {
        Span<long> at = stackalloc long[Rank];
        Coordinates.Split(index, Dims, at);
        var (n, m) = (at[0], at[1]);
        var taps = _window.Taps(at[2..], _x.Dims.AsSpan(2));
        var channels = _w.Dims[1];
        _effort.Spend(channels * taps.Count);
        var plane = Coordinates.Product(_x.Dims.AsSpan(2));
        var kernel = Coordinates.Product(_w.Dims.AsSpan(2));
        var sum = _b?.At(m) ?? 0;
        for (var c = 0L; c < channels; c++)
        {
            var filter = ((m * channels) + c) * kernel;
            var source = ((n * _x.Dims[1]) + (m / _filtersPerGroup * channels) + c) * plane;
            foreach (var (k, i) in taps) sum += _w.At(filter + k) * _x.At(source + i);
        }
        return sum;
    }
}
