namespace BnFold.Data;

/// <summary>Where a tensor's elements are. Each reading opens the file anew, so that thousands of tensors cost no handle each.</summary>
internal abstract class TensorElements
{
    /// <summary>Writes all elements, little-endian and row-major. Not for strings.</summary>
    public abstract void CopyTo(Span<byte> destination);

    /// <summary>Reads the elements one stretch after another; by default from a copy of them all.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="length">Bytes of all elements.</param>
    public virtual TensorSequence Open(string path, long length)
    {
        if (length > Array.MaxLength) throw new OnnxFormatException(path, null, "holds more than 2 GB, and not row by row");
        var bytes = new byte[length];
        CopyTo(bytes);
        return new(new MemoryStream(bytes, writable: false), path);
    }

    /// <summary>Keeps open what it takes long to open, until what is returned is disposed; null where there is no such thing.</summary>
    public virtual IDisposable? Hold() => null;

    /// <summary>All elements of a tensor of strings, row-major.</summary>
    public virtual IReadOnlyList<string> ReadStrings() => throw new InvalidOperationException("The elements are not strings.");
}
