namespace BnFold.Truth;

/// <summary>
/// ConvTranspose: y[n,m,p] = b[m] + Σ_c Σ_k w[c, m within its group, k] · x[n,c,i] over all i with p = i·stride − pad + k·dilation.
/// </summary>
internal sealed class ConvTransposeField : Field
{
    private readonly Field _x;
    private readonly Field _w;
    private readonly Field? _b;
    private readonly long _channelsPerGroup;
    private readonly Window _window;
    private readonly Effort _effort;

    private ConvTransposeField(Field x, Field w, Field? b, long groups, Window window, long[] output, Effort effort)
        : base([x.Dims[0], w.Dims[1] * groups, .. output]) =>
        (_x, _w, _b, _channelsPerGroup, _window, _effort) = (x, w, b, w.Dims[0] / groups, window, effort);

    public static Field Of(NodeFields node)
    {
        var (x, w, b) = (node.Input(0), node.Input(1), node.InputOrNull(2));
        var groups = node.Int("group") ?? 1;
        if (x.Rank < 3 || x.Rank != w.Rank || x.Dims[1] != w.Dims[0] || w.Dims[0] % groups != 0)
            throw new NoDefinitionException("filters that do not fit");
        var (window, output) = WindowReader.ReadTransposed(node, w.Dims[2..], x.Dims[2..]);
        return new ConvTransposeField(x, w, b, groups, window, output, node.Effort);
    }

    public override double At(long index)
    {
        Span<long> at = stackalloc long[Rank];
        Coordinates.Split(index, Dims, at);
        var (n, m) = (at[0], at[1]);
        var taps = _window.TransposedTaps(at[2..], _x.Dims.AsSpan(2));
        _effort.Spend(_channelsPerGroup * taps.Count);
        var plane = Coordinates.Product(_x.Dims.AsSpan(2));
        var kernel = Coordinates.Product(_w.Dims.AsSpan(2));
        var filters = _w.Dims[1];
        var first = m / filters * _channelsPerGroup;
        var sum = _b?.At(m) ?? 0;
        for (var c = first; c < first + _channelsPerGroup; c++)
        {
            var filter = ((c * filters) + (m % filters)) * kernel;
            var source = ((n * _x.Dims[1]) + c) * plane;
            foreach (var (k, i) in taps) sum += _w.At(filter + k) * _x.At(source + i);
        }
        return sum;
    }
}
