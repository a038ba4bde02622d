namespace BnFold.Onnx;

/// <summary>Gathers bytes and payloads into writes of 128 KB. No payload is ever held whole.</summary>
internal sealed class PayloadWriter(Action<ReadOnlySpan<byte>> sink)
{
    // Larger writes gain a few per cent where they are unaligned; aligned ones were seen to take three times as long (Linux 6.18, ext4).
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _used;

    /// <summary>How much was written so far, the buffered part included.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _buffer.Length) Flush();
            var count = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes[..count].CopyTo(_buffer.AsSpan(_used));
            Advance(count);
            bytes = bytes[count..];
        }
    }

    public void Write(Payload payload)
    {
        // Chunks begin at multiples of the buffer's size, so computed payloads are always asked for whole elements.
        for (long offset = 0; offset < payload.Length;)
        {
            var count = (int)Math.Min(payload.Length - offset, _buffer.Length);
            if (count > _buffer.Length - _used) Flush();
            payload.Read(offset, _buffer.AsSpan(_used, count));
            Advance(count);
            offset += count;
        }
    }

    public void WriteZeros(int count)
    {
        Span<byte> zeros = stackalloc byte[64];
        zeros.Clear();
        for (; count > 0; count -= zeros.Length) Write(zeros[..Math.Min(count, zeros.Length)]);
    }

    public void Flush()
    {
        if (_used > 0) sink(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private void Advance(int count)
    {
        _used += count;
        Length += count;
    }
}
