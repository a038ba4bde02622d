using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>A computed payload: its numbers are doubles until its bytes are asked for, and are rounded then, once.</summary>
internal abstract class NumericPayload(ElementType type) : Payload
{
    private const int Chunk = 1 << 13;

    /// <summary>Bytes of one element.</summary>
    protected int ElementSize { get; } = TensorCodec.ByteSize(type);

    /// <summary>The numbers from element <paramref name="first"/> on, before they are rounded to the element type.</summary>
    public abstract void ReadDoubles(long first, Span<double> destination);

    public override void Read(long offset, Span<byte> destination)
    {
        var numbers = new double[Math.Min(destination.Length / ElementSize, Chunk)];
        for (var done = 0; done < destination.Length;)
        {
            var part = destination.Slice(done, Math.Min(destination.Length - done, numbers.Length * ElementSize));
            var chunk = numbers.AsSpan(0, part.Length / ElementSize);
            ReadDoubles((offset + done) / ElementSize, chunk);
            if (!TensorCodec.WriteDoubles(chunk, type, part)) Overflowed();
            done += part.Length;
        }
    }

    /// <summary>Told when a number has no place in the element type; what is written stays where nothing is thrown.</summary>
    protected virtual void Overflowed()
    {
    }
}
