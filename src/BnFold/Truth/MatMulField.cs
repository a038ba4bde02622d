namespace BnFold.Truth;

/// <summary>MatMul of stacks of matrices: y[…,i,j] = Σ_k a[…,i,k] · b[…,k,j].</summary>
internal sealed class MatMulField : Field
{
    private readonly Field _a;
    private readonly Field _b;
    private readonly Effort _effort;

    private MatMulField(Field a, Field b, long[] stack, Effort effort) : base([.. stack, a.Dims[^2], b.Dims[^1]])
    {
        (_a, _b) = (StridedField.Broadcast(a, [.. stack, .. a.Dims[^2..]]), StridedField.Broadcast(b, [.. stack, .. b.Dims[^2..]]));
        _effort = effort;
    }

    public static Field Of(NodeFields node) => Of(node.Input(0), node.Input(1), node.Effort);

    /// <summary>A vector counts as a row in front, as a column behind, and the result loses that axis again.</summary>
    public static Field Of(Field a, Field b, Effort effort)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new NoDefinitionException("a MatMul of scalars");
        var left = a.Rank > 1 ? a : StridedField.Reshaped(a, [1, a.Count]);
        var right = b.Rank > 1 ? b : StridedField.Reshaped(b, [b.Count, 1]);
        if (left.Dims[^1] != right.Dims[^2]) throw new NoDefinitionException("matrices that do not fit");
        var product = new MatMulField(left, right, Coordinates.Broadcast(left.Dims.AsSpan(..^2), right.Dims.AsSpan(..^2)), effort);
        if (a.Rank > 1 && b.Rank > 1) return product;
        long[] row = a.Rank > 1 ? [product.Dims[^2]] : [];
        long[] column = b.Rank > 1 ? [product.Dims[^1]] : [];
        return StridedField.Reshaped(product, [.. product.Dims[..^2], .. row, .. column]);
    }

    public override double At(long index)
    {
        var (columns, length) = (Dims[^1], _a.Dims[^1]);
        var (row, j) = (index / columns, index % columns);
        var stacked = row / Dims[^2] * length * columns;
        _effort.Spend(length);
        var sum = 0.0;
        for (var k = 0L; k < length; k++) sum += _a.At((row * length) + k) * _b.At(stacked + (k * columns) + j);
        return sum;
    }
}
