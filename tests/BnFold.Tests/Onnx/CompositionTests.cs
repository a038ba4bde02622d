using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class CompositionTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(8)]
    public void Writes_the_same_in_the_same_stretches_with_any_number_of_threads(int threads)
    {
        var file = new Composition();
        using var expected = new MemoryStream();
        foreach (var length in new[] { 4, 3_000_003, 70, 100, 0, 1, 15, 17, 262_145, 12 })
        {
            var bytes = Noise(length);
            expected.Write(bytes);
            if (length < 50) file.Add(bytes);
            else file.Add(new BytesPayload(bytes));
        }
        file.AddZeros(130);
        expected.Write(new byte[130]);

        var written = Stretches(file, threads);
        Assert.Equal(expected.Length, file.Length);
        Assert.Equal(expected.ToArray(), written.Values.SelectMany(bytes => bytes));
        Assert.Equal(Stretches(file, 1).Keys, written.Keys);
        Assert.All(written.Keys, at => Assert.Equal(0, at % (256 << 10)));
    }

    [Theory, InlineData(3, 40), InlineData(16, 1 << 20), InlineData((256 << 10) - 5, 9), InlineData((256 << 10) - 5, 400_000)]
    public void Asks_computed_payloads_for_whole_elements_only(int lead, int length)
    {
        var file = new Composition();
        file.Add(new byte[lead]);
        file.Add(new TestPayload(length));
        var written = Stretches(file, threads: 2).Values.SelectMany(bytes => bytes).ToArray();
        Assert.Equal(lead + length, written.Length);
        Assert.All(written[..lead], each => Assert.Equal(0, each));
        Assert.All(written[lead..], each => Assert.Equal(7, each));
    }

    [Fact]
    public void An_empty_file_has_no_stretches() => Assert.Empty(Stretches(new(), threads: 2));

    [Theory, InlineData(1), InlineData(3)]
    public void Hands_on_what_a_payload_throws(int threads)
    {
        var file = new Composition();
        file.Add(new TestPayload(10 << 20, failAt: 1 << 20));
        Assert.Throws<InvalidTimeZoneException>(() => file.WriteTo(static (_, _) => { }, threads));
    }

    private static SortedDictionary<long, byte[]> Stretches(Composition file, int threads)
    {
        var stretches = new SortedDictionary<long, byte[]>();
        var gate = new Lock();
        file.WriteTo(
            (at, bytes) =>
            {
                lock (gate) stretches.Add(at, bytes.ToArray());
            },
            threads);
        return stretches;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
