using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class PayloadWriterTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(8)]
    public void Writes_the_same_in_the_same_pieces_with_any_number_of_threads(int threads)
    {
        var (expected, found) = (Pieces(1), Pieces(threads));
        Assert.True(expected.Count > 12);
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected.Keys, at => Assert.True(expected[at].AsSpan().SequenceEqual(found[at])));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Hands_on_what_a_payload_throws(int threads)
    {
        var writer = new PayloadWriter(static (_, _) => { }, threads);
        Assert.Throws<InvalidTimeZoneException>(() => writer.Write(new TestPayload(10 << 20, failAt: 1 << 20)));
    }

    private static SortedDictionary<long, byte[]> Pieces(int threads)
    {
        var pieces = new SortedDictionary<long, byte[]>();
        var gate = new Lock();
        var writer = new PayloadWriter(
            (at, bytes) =>
            {
                lock (gate) pieces.Add(at, bytes.ToArray());
            },
            threads);
        writer.Write("head"u8);
        writer.Write(Noise(3_000_003));
        writer.WriteZeros(70);
        writer.Write(Noise(100));
        writer.Write(Noise(262_145));
        writer.Flush();
        Assert.Equal(writer.Length, pieces.Sum(piece => (long)piece.Value.Length));
        return pieces;
    }

    private static BytesPayload Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return new(bytes);
    }
}
