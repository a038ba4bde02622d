namespace BnFold.Graphs.Inference;

/// <summary>Convolutions: batch from the data, channels from the weight, spatial sizes from how the kernel slides.</summary>
internal static class Convolution
{
    public static Dim?[]? Conv(Operands x) => Forward(x, weight: 1);

    public static Dim?[]? QLinearConv(Operands x) => Forward(x, weight: 3);

    public static Dim?[]? ConvTranspose(Operands x)
    {
        if (Rank(x, weight: 1) is not { } rank) return null;
        var dims = new Dim?[rank];
        dims[0] = x.Rank(0) == rank ? x.Dim(0, 0) : null;
        dims[1] = DimArithmetic.Multiply(x.Dim(1, 1), x.Node.Int("group") ?? 1);
        var asked = x.Node.Ints("output_shape");
        for (var i = 0; i < rank - 2; i++)
        {
            // Some files give batch and channels there as well.
            if (asked is { Count: > 0 }) dims[i + 2] = asked.Count >= rank - 2 ? asked[asked.Count - (rank - 2) + i] : null;
            else if (x.Rank(0) == rank) dims[i + 2] = Spread(x, i, rank - 2);
        }
        return dims;
    }

    private static Dim?[]? Forward(Operands x, int weight)
    {
        if (Rank(x, weight) is not { } rank) return null;
        var dims = new Dim?[rank];
        dims[1] = x.Dim(weight, 0);
        if (x.Rank(0) != rank) return dims;
        dims[0] = x.Dim(0, 0);
        for (var i = 2; i < rank; i++) dims[i] = Window.Read(x.Node, i - 2, rank - 2, x.Dim(weight, i)?.Size)?.Positions(x.Dim(0, i));
        return dims;
    }

    // The weight is the better witness: data and weight have the same rank, and the weight's is in the file.
    private static int? Rank(Operands x, int weight)
    {
        var rank = x.Rank(weight) ?? x.Rank(0) ?? x.Node.Ints("kernel_shape")?.Count + 2;
        return rank >= 2 ? rank : null;
    }

    private static Dim? Spread(Operands x, int axis, int count)
    {
        if (Window.Read(x.Node, axis, count, x.Dim(1, axis + 2)?.Size) is not { } window) return null;
        var more = x.Node.Ints("output_padding") is not { } extra ? 0 : axis < extra.Count ? extra[axis] : (long?)null;
        var size = x.Dim(0, axis + 2);
        // Before padding cuts anything off: (size − 1)·stride + extent + output padding.
        var starts = DimArithmetic.Multiply(DimArithmetic.Subtract(size, 1), window.Stride);
        var full = DimArithmetic.Add(starts, DimArithmetic.Add(window.Extent, more));
        if (!window.IsSame) return DimArithmetic.Subtract(full, window.Padding);
        var same = DimArithmetic.Multiply(size, window.Stride);
        // Padding makes the result smaller, never larger.
        if (DimArithmetic.Subtract(full, same)?.Minimum >= 0) return same;
        return DimArithmetic.Subtract(same, full)?.Minimum >= 0 ? full : null;
    }
}
