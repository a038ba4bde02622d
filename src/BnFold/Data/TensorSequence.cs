namespace BnFold.Data;

/// <summary>The elements of a tensor one stretch after another, so that an array may be larger than memory. Holds its file open.</summary>
internal class TensorSequence(Stream stream, string path) : IDisposable
{
    /// <summary>Fills a buffer with the next elements, whole ones, little-endian and row-major.</summary>
    /// <exception cref="OnnxFormatException">The file changed, or is damaged behind its description.</exception>
    public void Read(Span<byte> destination)
    {
        try
        {
            stream.ReadExactly(destination);
        }
        catch (Exception exception) when (DataFile.IsUnreadable(exception))
        {
            throw DataFile.Unreadable(path, exception);
        }
        Convert(destination);
    }

    public virtual void Dispose() => stream.Dispose();

    /// <summary>Brings what was read to the order of ONNX.</summary>
    protected virtual void Convert(Span<byte> elements)
    {
    }
}
