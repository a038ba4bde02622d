namespace BnFold.Graphs.Inference;

/// <summary>Nodes that run graphs of their own. From a graph that may run again only known sizes are taken: a symbol may change from run to run.</summary>
internal static class Bodies
{
    /// <summary>One of two graphs runs: what holds for the results of both holds.</summary>
    public static Dim?[]? If(Operands x) => x.Results() is [var yes, var no] ? Common(yes, no) : null;

    /// <summary>The carried values come first, as they were given or as the last run returned them; then what all runs returned, stacked.</summary>
    public static Dim?[]? Loop(Operands x)
    {
        if (x.Results() is not [var result]) return null;
        var carried = x.Count - 2;
        return x.Output < carried ? Common(x.Dims(x.Output + 2), Sizes(result)) : Stacked(Sizes(result), axis: 0);
    }

    /// <summary>States first, then what all runs returned, stacked. Before operator set 9 there was a batch around it all.</summary>
    public static Dim?[]? Scan(Operands x)
    {
        if (x.Opset < 9 || x.Results() is not [var result] || x.Node.Int("num_scan_inputs") is not { } scanned) return null;
        var states = x.Count - scanned;
        if (x.Output < states) return Common(x.Dims(x.Output), Sizes(result));
        if (x.Node.Ints("scan_output_axes") is not { } axes) return Stacked(Sizes(result), axis: 0);
        return x.Output - states < axes.Count ? Stacked(Sizes(result), axes[(int)(x.Output - states)]) : null;
    }

    private static Dim?[]? Common(Dim?[]? first, Dim?[]? second) =>
        first is not null && first.Length == second?.Length ? [.. first.Zip(second, static (a, b) => a == b ? a : null)] : null;

    private static Dim?[]? Sizes(Dim?[]? dims) => dims is null ? null : [.. dims.Select(static dim => dim?.Size is null ? null : dim)];

    private static Dim?[]? Stacked(Dim?[]? each, long axis) =>
        each is not null && Axes.Index(axis, each.Length + 1) is { } at ? [.. each[..at], null, .. each[at..]] : null;
}
