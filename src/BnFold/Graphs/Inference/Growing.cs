namespace BnFold.Graphs.Inference;

/// <summary>Operators that repeat or surround a tensor.</summary>
internal static class Growing
{
    public static Dim?[]? Expand(Operands x) =>
        x.Dims(0) is { } dims && x.List(1) is { } target ? Broadcast.Two(dims, Operands.Sizes(target)) : null;

    public static Dim?[]? Tile(Operands x)
    {
        if (x.Dims(0) is not { } dims) return null;
        // Operator set 1 named one axis.
        if (x.Opset < 6) return new Dim?[dims.Length];
        if (x.List(1) is not { } repeats || repeats.Length != dims.Length) return new Dim?[dims.Length];
        return [.. dims.Zip(repeats, DimArithmetic.Multiply)];
    }

    public static Dim?[]? Pad(Operands x)
    {
        if (x.Dims(0) is not { } dims) return null;
        var isKnown = x.TryList(x.Opset < 2 ? "paddings" : "pads", 1, out var pads) & x.TryIntegers("axes", 3, out var given);
        if (!isKnown || Axes.Indices(given ?? Axes.All(dims.Length), dims.Length) is not { } axes || pads?.Length != 2 * axes.Length) return new Dim?[dims.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var grown = DimArithmetic.Add(dims[axes[i]], DimArithmetic.Add(pads[i], pads[i + axes.Length]));
            dims[axes[i]] = grown?.Minimum is >= 0 ? grown : null;
        }
        return dims;
    }

    public static Dim?[]? OneHot(Operands x)
    {
        if (x.Dims(0) is not { } dims || Axes.Index(x.Node.Int("axis") ?? -1, dims.Length + 1) is not { } axis) return null;
        return [.. dims[..axis], x.List(1) is [var depth] ? depth : null, .. dims[axis..]];
    }
}
