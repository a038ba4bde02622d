namespace BnFold.Onnx;

/// <summary>
/// Puts bytes and payloads one behind the other. Long payloads are read, computed and written in stretches by a few threads at once;
/// none is ever held whole.
/// </summary>
/// <param name="sink">
/// Takes bytes and where they belong, from several threads. No two stretches overlap, and where they begin depends on what is written alone.
/// </param>
/// <param name="threads">How many at most, by default by the machine; what is written does not depend on it.</param>
internal sealed class PayloadWriter(Action<long, ReadOnlySpan<byte>> sink, int? threads = null)
{
    // Writes of 1 MB and more were seen to take ten times as long where they are aligned (Linux 6.18, ext4).
    private const int StretchLength = 256 << 10;

    // A file takes one write at a time, so more threads would only wait for each other.
    private const int MostThreads = 3;

    private readonly byte[][] _buffers = new byte[threads ?? Math.Min(Environment.ProcessorCount, MostThreads)][];
    private long _written;
    private int _used;

    /// <summary>How much was written so far, the buffered part included.</summary>
    public long Length => _written + _used;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = Room(1);
            var count = Math.Min(bytes.Length, room.Length);
            bytes[..count].CopyTo(room);
            _used += count;
            bytes = bytes[count..];
        }
    }

    public void Write(Payload payload)
    {
        if (payload.Length > StretchLength)
        {
            Flush();
            WriteStretches(payload);
            return;
        }
        var count = (int)payload.Length;
        payload.Read(0, Room(count)[..count]);
        _used += count;
    }

    public void WriteZeros(int count)
    {
        Span<byte> zeros = stackalloc byte[64];
        zeros.Clear();
        for (; count > 0; count -= zeros.Length) Write(zeros[..Math.Min(count, zeros.Length)]);
    }

    /// <summary>Hands over what is buffered.</summary>
    public void Flush()
    {
        if (_used == 0) return;
        sink(_written, Buffer(0).AsSpan(0, _used));
        _written += _used;
        _used = 0;
    }

    /// <summary>What is free of the buffer, at least as much as is needed.</summary>
    private Span<byte> Room(int needed)
    {
        if (needed > StretchLength - _used) Flush();
        return Buffer(0).AsSpan(_used);
    }

    private byte[] Buffer(int thread) => _buffers[thread] ??= new byte[StretchLength];

    private void WriteStretches(Payload payload)
    {
        // Stretches begin at multiples of a power of two, so computed payloads are always asked for whole elements.
        var stretches = (payload.Length + StretchLength - 1) / StretchLength;
        var next = -1L;
        var helpers = new Task[Math.Min(_buffers.Length, stretches) - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            var buffer = Buffer(i + 1);
            helpers[i] = Task.Run(() => Work(buffer));
        }
        try
        {
            Work(Buffer(0));
        }
        finally
        {
            Task.WhenAll(helpers).GetAwaiter().GetResult();
        }
        _written += payload.Length;

        void Work(byte[] buffer)
        {
            try
            {
                for (long stretch; (stretch = Interlocked.Increment(ref next)) < stretches;)
                {
                    var offset = stretch * StretchLength;
                    var bytes = buffer.AsSpan(0, (int)Math.Min(StretchLength, payload.Length - offset));
                    payload.Read(offset, bytes);
                    sink(_written + offset, bytes);
                }
            }
            catch
            {
                // The rest is not wanted any more.
                Interlocked.Exchange(ref next, stretches);
                throw;
            }
        }
    }
}
