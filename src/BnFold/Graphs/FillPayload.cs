using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>One element repeated, as ConstantOfShape makes it, without holding the repetitions.</summary>
internal sealed class FillPayload(byte[] element, long count) : Payload
{
    public override long Length => element.Length * count;

    public override void Read(long offset, Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++) destination[i] = element[(offset + i) % element.Length];
    }
}
