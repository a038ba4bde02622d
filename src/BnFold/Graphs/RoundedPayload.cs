using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>Doubles kept as they are until the bytes are asked for; then rounded once to the element type.</summary>
internal sealed class RoundedPayload(ElementType type, double[] values) : NumericPayload(type)
{
    public override long Length => (long)values.Length * ElementSize;

    public override void ReadDoubles(long first, Span<double> destination) => values.AsSpan((int)first, destination.Length).CopyTo(destination);
}
