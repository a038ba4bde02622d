using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>
/// A payload that stays in its file. The handle belongs to the model and is shared by all of its spans. Two spans of the same bytes are
/// equal, so that tensors which share them can go on doing so.
/// </summary>
internal sealed class FileSpan(SafeFileHandle file, string path, long start, long length) : Payload
{
    public string Path => path;

    public long Start => start;

    public override long Length => length;

    public override void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, length - destination.Length);
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, start + offset);
            if (read == 0)
                throw new OnnxFormatException(path, null, $"ends before byte {start + offset}, which was there when the model was loaded");
            destination = destination[read..];
            offset += read;
        }
    }

    public override bool Equals(object? other) => other is FileSpan span && (span.Path, span.Start, span.Length) == (Path, Start, Length);

    public override int GetHashCode() => HashCode.Combine(path, start, length);
}
