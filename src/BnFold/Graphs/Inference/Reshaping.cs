namespace BnFold.Graphs.Inference;

/// <summary>Operators that keep every element and its place in memory, or at least the set of elements.</summary>
internal static class Reshaping
{
    public static Dim?[]? Reshape(Operands x)
    {
        x.TryList("shape", 1, out var target);
        if (target is null) return null;
        var keepsZero = x.Node.Int("allowzero") is null or 0;
        var unsolved = -1;
        var unknowns = 0;
        for (var i = 0; i < target.Length; i++)
        {
            if (target[i]?.Size == 0) target[i] = keepsZero ? x.Dim(0, i) : 0;
            // What may turn out as 0 or −1 may turn out to ask for a copy or for the rest.
            else if (target[i]?.Minimum is not > 0) target[i] = null;
            if (target[i] is not null) continue;
            unsolved = i;
            unknowns++;
        }
        // All others given, the number of elements tells the last, whether or not the file asks for it.
        if (unknowns == 1) target[unsolved] = Missing(x.Shape(0), target);
        return target;
    }

    public static Dim?[]? Flatten(Operands x)
    {
        if (x.Shape(0) is not { } shape) return new Dim?[2];
        var axis = x.Node.Int("axis") ?? 1;
        if ((axis == shape.Rank ? shape.Rank : Axes.Index(axis, shape.Rank)) is not { } cut) return null;
        return [Dim.Product(shape.Dims.AsSpan()[..cut]), Dim.Product(shape.Dims.AsSpan()[cut..])];
    }

    public static Dim?[]? Squeeze(Operands x)
    {
        if (x.Dims(0) is not { } dims || !x.TryIntegers("axes", 1, out var axes)) return null;
        if (axes is not null)
            return Axes.Indices(axes, dims.Length) is { } removed ? [.. dims.Where((_, i) => !removed.Contains(i))] : null;
        // Without axes every 1 goes, so each dim has to be known to be one or not.
        return dims.All(static d => d?.Size is not null || d?.Minimum > 1) ? [.. dims.Where(static d => d is { IsOne: false })] : null;
    }

    public static Dim?[]? Unsqueeze(Operands x)
    {
        if (x.Dims(0) is not { } dims) return null;
        if (!x.TryIntegers("axes", 1, out var axes)) return x.List(1) is { } list ? new Dim?[dims.Length + list.Length] : null;
        if (axes is null || Axes.Indices(axes, dims.Length + axes.Length) is not { } added || added.Distinct().Count() != added.Length) return null;
        var from = 0;
        return [.. Enumerable.Range(0, dims.Length + axes.Length).Select(i => added.Contains(i) ? (Dim)1 : dims[from++])];
    }

    public static Dim?[]? Transpose(Operands x)
    {
        var dims = x.Dims(0);
        if (Permutation(x) is not { } order) return null;
        return dims is null ? new Dim?[order.Length] : [.. order.Select(i => dims[i])];
    }

    /// <summary>The axis that each axis of the result comes from; null when not known or no permutation of all axes.</summary>
    public static int[]? Permutation(Operands x)
    {
        var given = x.Node.Ints("perm");
        if ((x.Rank(0) ?? given?.Count) is not { } rank) return null;
        if (given is null) return [.. Enumerable.Range(0, rank).Reverse()];
        return given.Order().SequenceEqual(Axes.All(rank)) ? [.. given.Select(static p => (int)p)] : null;
    }

    /// <summary>[N, C·b², H, W] to [N, C, H·b, W·b].</summary>
    public static Dim?[]? DepthToSpace(Operands x)
    {
        if (x.Dims(0) is not [var batch, var channels, var height, var width] || x.Node.Int("blocksize") is not (> 0 and { } block)) return null;
        var channel = DimArithmetic.FloorDivide(channels, checked(block * block));
        return [batch, channel, DimArithmetic.Multiply(height, block), DimArithmetic.Multiply(width, block)];
    }

    /// <summary>[N, C, H·b, W·b] to [N, C·b², H, W].</summary>
    public static Dim?[]? SpaceToDepth(Operands x)
    {
        if (x.Dims(0) is not [var batch, var channels, var height, var width] || x.Node.Int("blocksize") is not (> 0 and { } block)) return null;
        var channel = DimArithmetic.Multiply(channels, checked(block * block));
        return [batch, channel, DimArithmetic.FloorDivide(height, block), DimArithmetic.FloorDivide(width, block)];
    }

    private static Dim? Missing(Shape? input, Dim?[] target)
    {
        if (input is null) return null;
        Dim? others = 1;
        foreach (var dim in target)
        {
            if (dim is not null) others = DimArithmetic.Multiply(others, dim);
        }
        var count = Dim.Product(input.Dims.AsSpan());
        // Nothing remains, or the model can't run.
        return DimArithmetic.Quotient(count, others) ?? (others?.Size is { } divisor ? DimArithmetic.FloorDivide(count, divisor) : null);
    }
}
