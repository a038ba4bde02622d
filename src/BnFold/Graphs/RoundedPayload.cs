using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>Doubles kept as they are until the bytes are asked for; then rounded once to the element type.</summary>
internal sealed class RoundedPayload(ElementType type, double[] values) : Payload, INumericPayload
{
    private readonly int _size = TensorCodec.ByteSize(type);

    public override long Length => (long)values.Length * _size;

    public override void Read(long offset, Span<byte> destination) =>
        TensorCodec.WriteDoubles(values.AsSpan((int)(offset / _size), destination.Length / _size), type, destination);

    public void ReadDoubles(long first, Span<double> destination) => values.AsSpan((int)first, destination.Length).CopyTo(destination);
}
