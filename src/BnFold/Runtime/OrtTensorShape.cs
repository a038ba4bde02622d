namespace BnFold.Runtime;

/// <summary>Element type and dims of one tensor, and the sizes that follow from them.</summary>
internal sealed record OrtTensorShape(int ElementType, IReadOnlyList<long> Dims)
{
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="NotSupportedException">More than a long can count.</exception>
    public long ElementCount()
    {
        var count = 1L;
        var hasOverflown = false;
        foreach (var dim in Dims)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dim, nameof(Dims));
            if (dim == 0) return 0;
            hasOverflown |= count > long.MaxValue / dim;
            count = unchecked(count * dim);
        }

        return hasOverflown ? throw TooLarge() : count;
    }

    /// <summary>Length in bytes, if a span can have it.</summary>
    /// <exception cref="NotSupportedException">It cannot, or the elements have no fixed size.</exception>
    public int SpanLength()
    {
        var count = ElementCount();
        // Four elements at least share a byte, so no larger count can fit; and no smaller one overflows below.
        if (count > 4L * int.MaxValue) throw TooLarge();
        var bytes = OrtElementType.ByteLength(ElementType, count);
        return bytes <= int.MaxValue ? (int)bytes : throw TooLarge();
    }

    private NotSupportedException TooLarge() =>
        new($"A tensor [{string.Join(',', Dims)}] with elements of type {ElementType} is larger than 2 GB.");
}
