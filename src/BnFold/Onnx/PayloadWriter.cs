namespace BnFold.Onnx;

/// <summary>
/// Gathers bytes and payloads into blocks of 4 MB, each written while the next is read and computed. No payload is ever held whole.
/// </summary>
internal sealed class PayloadWriter(Action<ReadOnlySpan<byte>> sink) : IDisposable
{
    // Threads that wait for each other a thousand times lose more than the blocks take; writes are smaller, since those of 1 MB and more
    // were seen to take ten times as long where they are aligned (Linux 6.18, ext4).
    private const int BlockLength = 4 << 20;
    private const int WriteLength = 256 << 10;

    private byte[] _buffer = new byte[WriteLength];
    private byte[] _spare = [];
    private Task _writing = Task.CompletedTask;
    private int _used;

    /// <summary>How much was written so far, the buffered part included.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _buffer.Length) MakeRoom();
            var count = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes[..count].CopyTo(_buffer.AsSpan(_used));
            Advance(count);
            bytes = bytes[count..];
        }
    }

    public void Write(Payload payload)
    {
        // Chunks begin at multiples of a power of two, so computed payloads are always asked for whole elements.
        for (long offset = 0; offset < payload.Length;)
        {
            var count = (int)Math.Min(payload.Length - offset, WriteLength);
            if (count > _buffer.Length - _used) MakeRoom();
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
        Write(_buffer, _used);
        _used = 0;
    }

    /// <summary>Waits for the write that is under way, whatever comes of it; what is only buffered is dropped.</summary>
    public void Dispose() => ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();

    /// <summary>Hands a full block over to be written, and goes on with the other, which was written meanwhile.</summary>
    private void MakeRoom()
    {
        if (_buffer.Length < BlockLength)
        {
            // Small models never need more.
            Array.Resize(ref _buffer, BlockLength);
            return;
        }
        _writing.GetAwaiter().GetResult();
        if (_spare.Length == 0) _spare = new byte[BlockLength];
        (_buffer, _spare) = (_spare, _buffer);
        var (block, count) = (_spare, _used);
        _writing = Task.Run(() => Write(block, count));
        _used = 0;
    }

    private void Write(byte[] block, int count)
    {
        for (var at = 0; at < count; at += WriteLength) sink(block.AsSpan(at, Math.Min(WriteLength, count - at)));
    }

    private void Advance(int count)
    {
        _used += count;
        Length += count;
    }
}
