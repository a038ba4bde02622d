namespace BnFold.Graphs.Inference;

internal static class MatrixProduct
{
    public static Dim?[]? MatMul(Operands x) => Product(x.Dims(0), x.Dims(1));

    public static Dim?[]? QLinearMatMul(Operands x) => Product(x.Dims(0), x.Dims(3));

    /// <summary>The result is a matrix whatever is known of the operands.</summary>
    public static Dim?[] Gemm(Operands x)
    {
        var rows = x.Rank(0) == 2 ? x.Dim(0, x.Node.Int("transA") is null or 0 ? 0 : 1) : null;
        var columns = x.Rank(1) == 2 ? x.Dim(1, x.Node.Int("transB") is null or 0 ? 1 : 0) : null;
        if (x.Rank(2) is >= 1 and { } rank && x.Dim(2, rank - 1)?.Size is > 1 and { } size) columns ??= size;
        return [rows, columns];
    }

    // A vector on the left is a row, on the right a column; its axis of 1 does not stay.
    private static Dim?[]? Product(Dim?[]? a, Dim?[]? b)
    {
        if (a is not { Length: > 0 } || b is not { Length: > 0 }) return null;
        var batch = Broadcast.Two(a.AsSpan(0, Math.Max(0, a.Length - 2)), b.AsSpan(0, Math.Max(0, b.Length - 2)));
        return [.. batch, .. a.Length > 1 ? [a[^2]] : Array.Empty<Dim?>(), .. b.Length > 1 ? [b[^1]] : Array.Empty<Dim?>()];
    }
}
