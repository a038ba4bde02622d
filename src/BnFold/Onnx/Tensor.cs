using System.Collections.Immutable;

namespace BnFold.Onnx;

/// <summary>
/// A tensor that was checked: dims are not negative, their product fits, and the payload is exactly as long as they and the type say.
/// For <see cref="ElementType.String"/> the payload is empty; the elements are the TensorProto's string_data.
/// </summary>
internal sealed record Tensor(ElementType Type, ImmutableArray<long> Dims, Payload Payload)
{
    /// <summary>Number of elements; 1 for a scalar, which has no dims.</summary>
    public long Count => CountOf(Dims);

    /// <exception cref="OverflowException">The product does not fit.</exception>
    public static long CountOf(ImmutableArray<long> dims)
    {
        if (dims.Contains(0)) return 0;
        var count = 1L;
        foreach (var dim in dims) count = checked(count * dim);
        return count;
    }
}
