namespace BnFold.Data;

/// <summary>Where a tensor's elements are. Each reading opens the file anew, so that thousands of tensors cost no handle each.</summary>
internal abstract class TensorElements
{
    /// <summary>Writes all elements, little-endian and row-major. Not for strings.</summary>
    public abstract void CopyTo(Span<byte> destination);

    /// <summary>All elements of a tensor of strings, row-major.</summary>
    public virtual IReadOnlyList<string> ReadStrings() => throw new InvalidOperationException("The elements are not strings.");
}
