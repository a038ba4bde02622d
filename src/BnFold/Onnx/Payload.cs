namespace BnFold.Onnx;

/// <summary>
/// The little-endian, row-major bytes of a tensor, wherever they are: a span of some file, memory, or computed on demand.
/// Reading is random access, and safe from several threads, so that any payload can be streamed through small buffers.
/// </summary>
internal abstract class Payload
{
    /// <summary>Length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>
    /// Fills <paramref name="destination"/> with the bytes at <paramref name="offset"/>. Computed payloads require both to be
    /// multiples of the element size; a buffer whose length is a multiple of 16 satisfies every type.
    /// </summary>
    public abstract void Read(long offset, Span<byte> destination);
}
