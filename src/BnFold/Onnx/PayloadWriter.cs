namespace BnFold.Onnx;

/// <summary>
/// Gathers bytes and payloads into writes of 512 KB, each done while the next is read and computed. No payload is ever held whole.
/// </summary>
internal sealed class PayloadWriter(Action<ReadOnlySpan<byte>> sink) : IDisposable
{
    // Writes of 1 MB and more gain a little where they are unaligned; aligned ones were seen to take ten times as long (Linux 6.18, ext4).
    private const int BufferLength = 512 * 1024;

    private byte[] _buffer = new byte[BufferLength];
    private byte[] _spare = [];
    private Task _writing = Task.CompletedTask;
    private int _used;

    /// <summary>How much was written so far, the buffered part included.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _buffer.Length) Hand();
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
            if (count > _buffer.Length - _used) Hand();
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

    /// <summary>Returns when everything is written.</summary>
    public void Flush()
    {
        _writing.GetAwaiter().GetResult();
        if (_used > 0) sink(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    /// <summary>Waits for the write that is under way, whatever comes of it; what is only buffered is dropped.</summary>
    public void Dispose() => ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();

    /// <summary>Hands the full buffer over to be written, and goes on with the other, which was written meanwhile.</summary>
    private void Hand()
    {
        _writing.GetAwaiter().GetResult();
        if (_spare.Length == 0) _spare = new byte[BufferLength];
        (_buffer, _spare) = (_spare, _buffer);
        var (bytes, count) = (_spare, _used);
        _writing = Task.Run(() => sink(bytes.AsSpan(0, count)));
        _used = 0;
    }

    private void Advance(int count)
    {
        _used += count;
        Length += count;
    }
}
