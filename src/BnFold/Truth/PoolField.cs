namespace BnFold.Truth;

/// <summary>AveragePool and MaxPool: the mean, or the largest, of what a window covers.</summary>
internal sealed class PoolField : Field
{
    private readonly Field _x;
    private readonly Window _window;
    private readonly Func<IReadOnlyList<double>, double> _gather;
    private readonly Effort _effort;

    private PoolField(Field x, Window window, long[] output, Func<IReadOnlyList<double>, double> gather, Effort effort)
        : base([x.Dims[0], x.Dims[1], .. output]) => (_x, _window, _gather, _effort) = (x, window, gather, effort);

    public static Field Average(NodeFields node)
    {
        if (node.Int("count_include_pad") is not 1) return Of(node, values => values.Sum() / values.Count);
        if (node.Int("ceil_mode") is 1) throw new NoDefinitionException("an AveragePool that counts pads and rounds up");
        var size = Coordinates.Product(node.Ints("kernel_shape"));
        return Of(node, values => values.Sum() / size);
    }

    public static Field Max(NodeFields node) => Of(node, values => values.Max());

    public override double At(long index)
    {
        Span<long> at = stackalloc long[Rank];
        Coordinates.Split(index, Dims, at);
        var source = ((at[0] * Dims[1]) + at[1]) * Coordinates.Product(_x.Dims.AsSpan(2));
        var taps = _window.Taps(at[2..], _x.Dims.AsSpan(2));
        _effort.Spend(taps.Count);
        return _gather(taps.ConvertAll(tap => _x.At(source + tap.Input)));
    }

    private static PoolField Of(NodeFields node, Func<IReadOnlyList<double>, double> gather)
    {
        var x = node.Input(0);
        var kernel = node.Ints("kernel_shape") ?? throw new NoDefinitionException("a pool without a kernel");
        if (x.Rank != kernel.Length + 2) throw new NoDefinitionException("a kernel that does not fit");
        var (window, output) = WindowReader.Read(node, kernel, x.Dims[2..]);
        return new(x, window, output, gather, node.Effort);
    }
}
