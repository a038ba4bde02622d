using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Onnx;

/// <summary>A payload that is computed when it is read: every byte is 7. It fails where it is told to.</summary>
internal sealed class TestPayload(long length, long failAt = long.MaxValue) : Payload
{
    public override long Length => length;

    public override void Read(long offset, Span<byte> destination)
    {
        Assert.Equal(0, offset % 16);
        Assert.True(destination.Length % 16 == 0 || offset + destination.Length == length);
        if (offset + destination.Length > failAt) throw new InvalidTimeZoneException("not finite");
        destination.Fill(7);
    }
}
