using System.Buffers;

namespace BnFold.Onnx;

/// <summary>
/// What a file will consist of: bytes and payloads, one behind the other. They are collected first and written then, by a few threads that
/// each take the next stretch of the file, put together what falls into it, and hand it over. No payload is ever held whole.
/// </summary>
/// <param name="expectedBytes">How many bytes besides payloads there will be, about.</param>
internal sealed class Composition(int expectedBytes = 0)
{
    // Each stretch is one piece of the system's cache, which saves a quarter of the time of writing. Longer ones were seen to take four
    // times as long now and then (Linux 6.18, ext4).
    private const int StretchLength = 256 << 10;

    // A file takes one write at a time, so more threads would only wait for each other.
    private const int MostThreads = 3;

    // Computed payloads are asked for whole elements, of whatever type.
    private const int Grain = 16;

    private readonly ArrayBufferWriter<byte> _bytes = new(Math.Max(expectedBytes, 1));
    private readonly List<Piece> _pieces = [];

    public long Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (_pieces is not [.., { Payload: null }]) _pieces.Add(new(Length, null, _bytes.WrittenCount));
        _bytes.Write(bytes);
        Length += bytes.Length;
    }

    public void Add(Payload payload)
    {
        if (payload.Length == 0) return;
        _pieces.Add(new(Length, payload, 0));
        Length += payload.Length;
    }

    public void AddZeros(int count)
    {
        Span<byte> zeros = stackalloc byte[64];
        zeros.Clear();
        for (; count > 0; count -= zeros.Length) Add(zeros[..Math.Min(count, zeros.Length)]);
    }

    /// <param name="sink">Takes bytes and where they belong, from several threads. What it is given does not depend on how many.</param>
    /// <param name="threads">How many at most, by default by the machine.</param>
    public void WriteTo(Action<long, ReadOnlySpan<byte>> sink, int? threads = null)
    {
        var stretches = (Length + StretchLength - 1) / StretchLength;
        var next = -1L;
        var helpers = new Task[Math.Max(Math.Min(threads ?? Math.Min(Environment.ProcessorCount, MostThreads), stretches) - 1, 0)];
        // Threads of their own: to start the pool takes longer.
        for (var i = 0; i < helpers.Length; i++)
            helpers[i] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Work();
        }
        finally
        {
            Task.WhenAll(helpers).GetAwaiter().GetResult();
        }

        void Work()
        {
            try
            {
                var buffer = new byte[Math.Min(StretchLength, Length)];
                for (long stretch; (stretch = Interlocked.Increment(ref next)) < stretches;)
                {
                    var from = stretch * StretchLength;
                    var content = buffer.AsSpan(0, (int)Math.Min(StretchLength, Length - from));
                    Fill(from, content);
                    sink(from, content);
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

    private void Fill(long from, Span<byte> destination)
    {
        for (var i = IndexAt(from); !destination.IsEmpty; i++)
        {
            var piece = _pieces[i];
            var end = i + 1 < _pieces.Count ? _pieces[i + 1].At : Length;
            var part = destination[..(int)Math.Min(end - from, destination.Length)];
            var offset = from - piece.At;
            if (piece.Payload is { } payload) Read(payload, offset, part);
            else _bytes.WrittenSpan.Slice(piece.BytesAt + (int)offset, part.Length).CopyTo(part);
            from += part.Length;
            destination = destination[part.Length..];
        }
    }

    /// <summary>Which piece holds the byte at this position of the file.</summary>
    private int IndexAt(long position)
    {
        var (low, high) = (0, _pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_pieces[middle].At <= position) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static void Read(Payload payload, long offset, Span<byte> destination)
    {
        var lead = (int)(offset % Grain);
        if (lead > 0)
        {
            var begun = destination[..Math.Min(Grain - lead, destination.Length)];
            ReadGrain(payload, offset - lead, lead, begun);
            offset += begun.Length;
            destination = destination[begun.Length..];
        }
        var rest = offset + destination.Length == payload.Length ? 0 : destination.Length % Grain;
        if (destination.Length > rest) payload.Read(offset, destination[..^rest]);
        if (rest > 0) ReadGrain(payload, offset + destination.Length - rest, 0, destination[^rest..]);
    }

    /// <summary>A part of what can only be read as a whole.</summary>
    private static void ReadGrain(Payload payload, long offset, int skipped, Span<byte> destination)
    {
        Span<byte> grain = stackalloc byte[Grain];
        grain = grain[..(int)Math.Min(Grain, payload.Length - offset)];
        payload.Read(offset, grain);
        grain.Slice(skipped, destination.Length).CopyTo(destination);
    }

    /// <summary>What begins at a position of the file: a payload, or bytes from a position of theirs.</summary>
    private readonly record struct Piece(long At, Payload? Payload, int BytesAt);
}
