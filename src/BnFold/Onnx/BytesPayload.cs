namespace BnFold.Onnx;

/// <summary>A payload held in memory.</summary>
internal sealed class BytesPayload(ReadOnlyMemory<byte> bytes) : Payload
{
    public override long Length => bytes.Length;

    public override void Read(long offset, Span<byte> destination) =>
        bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);
}
