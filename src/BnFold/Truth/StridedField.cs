namespace BnFold.Truth;

/// <summary>Elements of another field in another order, or some of them, or some several times.</summary>
internal sealed class StridedField(Field source, long[] dims, long offset, long[] strides) : Field(dims)
{
    /// <summary>The same elements in the same order.</summary>
    public static Field Reshaped(Field source, long[] dims) =>
        Coordinates.Product(dims) == source.Count ? new StridedField(source, dims, 0, Coordinates.Strides(dims))
            : throw new NoDefinitionException("shapes that do not fit");

    public static Field Broadcast(Field source, long[] dims) =>
        dims.AsSpan().SequenceEqual(source.Dims)
            ? source
            : new StridedField(source, dims, 0, Coordinates.BroadcastStrides(source.Dims, dims));

    public override double At(long index)
    {
        var at = offset;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            at += index % Dims[axis] * strides[axis];
            index /= Dims[axis];
        }
        return source.At(at);
    }
}
