using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Data;

public sealed class TensorProtoFileTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_raw_and_typed_elements_alike()
    {
        var raw = new TensorProto { Name = "x", DataType = (int)ElementType.Float, Dims = { 1, 2 } };
        raw.RawData = ByteString.CopyFrom(0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0);
        var typed = new TensorProto { DataType = (int)ElementType.Float, Dims = { 1, 2 }, FloatData = { 1.5f, -2 } };
        Assert.Equal(("x", "Float[1, 2]"), (Open(raw).Name, Open(raw).ToString()));
        Assert.Equal([1.5, -2], DataFolder.Numbers(Open(raw)));
        Assert.Equal([1.5, -2], DataFolder.Numbers(Open(typed)));
    }

    [Fact]
    public void Reads_large_raw_elements()
    {
        var bytes = new byte[40_000];
        new Random(3).NextBytes(bytes);
        var tensor = new TensorProto { DataType = (int)ElementType.BFloat16, Dims = { 20_000 }, RawData = ByteString.CopyFrom(bytes) };
        Assert.Equal(bytes, DataFolder.Bytes(Open(tensor)));
    }

    [Fact]
    public void Reads_strings()
    {
        var tensor = new TensorProto { DataType = (int)ElementType.String, Dims = { 2 } };
        tensor.StringData.Add([ByteString.CopyFromUtf8("ä"), ByteString.CopyFromUtf8("")]);
        Assert.Equal(["ä", ""], Open(tensor).ReadStrings());
    }

    [Fact]
    public void Refuses_sequences_and_optionals()
    {
        // Field 1: name "seq"; 2: kind 1, of tensors; 3: a tensor of one uint8.
        byte[] sequence = [0x0A, 3, (byte)'s', (byte)'e', (byte)'q', 0x10, 1, 0x1A, 7, 0x08, 1, 0x10, 2, 0x4A, 1, 9];
        Assert.Contains("a TensorProto expected", Refusal(sequence), StringComparison.Ordinal);
        Assert.Contains("a TensorProto expected", Refusal(sequence[..7]), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_tensors_that_contradict_themselves()
    {
        var tensor = new TensorProto { Name = "x", DataType = (int)ElementType.Float, Dims = { long.MaxValue, 4 }, FloatData = { 1 } };
        Assert.Contains("more elements than can be counted", Refusal(tensor.ToByteArray()), StringComparison.Ordinal);
        tensor.Dims[0] = 1_000_000;
        Assert.Contains("should have 16000000 bytes, but has 4", Refusal(tensor.ToByteArray()), StringComparison.Ordinal);
        Assert.Contains("truncated", Refusal([0xFF, 0xFF, 0xFF]), StringComparison.Ordinal);
        Assert.Contains("empty", Refusal([]), StringComparison.Ordinal);
    }

    [Fact]
    public void Survives_damage()
    {
        var whole = new TensorProto { Name = "x", DataType = (int)ElementType.Int64, Dims = { 3 }, Int64Data = { 1, 2, 3 } }.ToByteArray();
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = round % 4 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            if (damaged.Length > 0) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                TensorFile.Open(_folder.Write("damaged.pb", damaged));
            }
            catch (OnnxFormatException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    private TensorFile Open(TensorProto tensor) => TensorFile.Open(_folder.Write($"{Guid.NewGuid():N}.pb", tensor.ToByteArray()));

    private string Refusal(byte[] content) =>
        Assert.Throws<OnnxFormatException>(() => TensorFile.Open(_folder.Write("refused.pb", content))).Message;
}
