using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>Reads a file front to back through a small buffer. What is skipped is not read.</summary>
internal sealed class FileWindow(SafeFileHandle file, long length)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _start;
    private int _count;

    public long Position { get; private set; }

    public long Length => length;

    /// <summary>The next bytes: <paramref name="wanted"/> of them, but for the file's end and the window's size.</summary>
    public ReadOnlySpan<byte> Peek(long wanted)
    {
        wanted = Math.Min(Math.Min(wanted, _buffer.Length), length - Position);
        if (Position + wanted > _start + _count || Position < _start) Fill();
        var offset = (int)(Position - _start);
        return _buffer.AsSpan(offset, (int)Math.Min(wanted, _count - offset));
    }

    public void Skip(long count) => Position += count;

    private void Fill()
    {
        _start = Position;
        _count = 0;
        while (_count < _buffer.Length)
        {
            var read = RandomAccess.Read(file, _buffer.AsSpan(_count), _start + _count);
            if (read == 0) return;
            _count += read;
        }
    }
}
