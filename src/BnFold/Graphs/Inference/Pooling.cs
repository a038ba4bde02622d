namespace BnFold.Graphs.Inference;

/// <summary>Pooling with a sliding window, over the whole picture, or over regions.</summary>
internal static class Pooling
{
    public static Dim?[]? Sliding(Operands x)
    {
        if (x.Dims(0) is not { Length: > 2 } dims) return null;
        for (var i = 2; i < dims.Length; i++) dims[i] = Positions(x.Node, i - 2, dims.Length - 2, dims[i]);
        return dims;
    }

    public static Dim?[]? Global(Operands x)
    {
        if (x.Dims(0) is not { Length: > 1 } dims) return null;
        dims.AsSpan(2).Fill((Dim)1);
        return dims;
    }

    public static Dim?[] RoiAlign(Operands x) =>
        [x.Dim(1, 0), x.Dim(0, 1), x.Node.Int("output_height") ?? 1, x.Node.Int("output_width") ?? 1];

    public static Dim?[]? MaxRoiPool(Operands x) =>
        x.Node.Ints("pooled_shape") is { } pooled ? [x.Dim(1, 0), x.Dim(0, 1), .. pooled.Select(static p => (Dim?)p)] : null;

    /// <summary>One output for each point of the grid, whose last axis holds coordinates.</summary>
    public static Dim?[]? GridSample(Operands x) =>
        x.Dims(1) is { Length: > 2 } grid ? [grid[0], x.Dim(0, 1), .. grid[1..^1]] : null;

    private static Dim? Positions(Node node, int axis, int count, Dim? size)
    {
        if (Window.Read(node, axis, count, kernel: null) is not { } window) return null;
        if (window is { IsSame: true, Dilation: > 1 }) return null;
        if (window.IsSame || node.Int("ceil_mode") is null or 0) return window.Positions(size);
        if (size?.Size is null || window.Extent is null) return null;
        var before = window.AutoPad == "NOTSET" && node.Ints("pads") is { } pads ? pads[axis] : 0;
        var positions = (window with { Padding = window.Padding + window.Stride - 1 }).Positions(size)?.Size;
        // Rounding up adds no window that would begin in the padding behind the data.
        return positions is { } n ? checked((n - 1) * window.Stride >= size.Size.Value + before ? n - 1 : n) : null;
    }
}
