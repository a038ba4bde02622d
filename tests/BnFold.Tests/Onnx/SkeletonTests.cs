using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class SkeletonTests
{
    [Fact]
    public void Takes_out_every_large_raw_data_wherever_it_is_and_puts_it_back()
    {
        var full = ModelBytes.Full();
        var original = full.ToByteArray();
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Load(folder.Write("full.onnx", original));

        var before = ModelTensors.Of(full).ToList();
        var after = ModelTensors.Of(model.Proto).ToList();
        Assert.Equal(before.Count, after.Count);
        foreach (var (expected, actual) in before.Zip(after))
        {
            Assert.Equal(expected.RawData.Length >= Skeleton.MinPayloadLength, model.Payloads.TryGet(actual.RawData, out _));
            Assert.Equal(expected.RawData.ToByteArray(), ReadAll(model.Read(actual).Payload));
        }
        Assert.Equal(2, before.Count(tensor => tensor.RawData.Length < Skeleton.MinPayloadLength));
        Assert.Equal(original, ModelBytes.Expand(model));
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public void Leaves_short_raw_data_inline(int length, bool isPayload)
    {
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Load(folder.Write("m.onnx", ModelBytes.Model(ModelBytes.Tensor("w", length)).ToByteArray()));
        Assert.Equal(isPayload, model.Payloads.TryGet(model.Proto.Graph.Initializer[0].RawData, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(40)]
    public void Raw_data_that_looks_like_a_reference_is_not_taken_for_one(int more)
    {
        byte[] collision = [.. PayloadStore.Magic, .. new byte[more]];
        var tensor = new TensorProto { DataType = (int)ElementType.UInt8, Dims = { collision.Length }, RawData = ByteString.CopyFrom(collision) };
        var original = ModelBytes.Model(ModelBytes.Tensor("large", 5000), tensor).ToByteArray();
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Load(folder.Write("m.onnx", original));

        Assert.Equal(collision, ReadAll(model.Read(model.Proto.Graph.Initializer[1]).Payload));
        Assert.Equal(original, ModelBytes.Expand(model));
    }

    [Fact]
    public void Keeps_fields_that_the_format_does_not_have()
    {
        byte[] unknown = [0xFA, 0x7F, 3, 1, 2, 3, 0xF8, 0x7F, 0x2A, 0xF5, 0x7F, 1, 2, 3, 4, 0xF1, 0x7F, 1, 2, 3, 4, 5, 6, 7, 8];
        byte[] original = [.. ModelBytes.Full().ToByteArray(), .. unknown];
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Load(folder.Write("m.onnx", original));

        var expanded = ModelBytes.Expand(model);
        Assert.Equal(ModelProto.Parser.ParseFrom(original).ToByteArray(), expanded);
        Assert.Equal(original.Length, expanded.Length);
    }

    [Fact]
    public void A_file_of_five_gigabytes_is_measured_in_64_bits()
    {
        const long Large = 5L << 30;
        using var folder = new TemporaryFolder();
        var path = folder["large.onnx"];
        using (var file = File.Create(path))
        {
            // Only the headers are written; between them the file is a hole.
            var opset = ModelBytes.Model().ToByteArray();
            var header = Header(TensorProto.RawDataFieldNumber, Large);
            var tensor = Header(GraphProto.InitializerFieldNumber, header.Length + Large);
            var graph = Header(ModelProto.GraphFieldNumber, tensor.Length + header.Length + Large);
            file.Write([.. opset, .. graph, .. tensor, .. header]);
            file.SetLength(file.Position + Large);
        }
        using var model = OnnxModel.Load(path);
        Assert.True(model.Payloads.TryGet(model.Proto.Graph.Initializer[0].RawData, out var payload));
        Assert.Equal(Large, payload.Length);
        Assert.InRange(Expansion.Of(model.Proto, model.Payloads).Length, Large, new FileInfo(path).Length);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(2000)]
    public void Refuses_nesting_deeper_than_parsers_go(int depth)
    {
        var graph = new GraphProto();
        var bytes = graph.ToByteArray();
        for (var i = 0; i < depth; i++) bytes = Field(1, Field(5, Field(6, bytes))); // node, attribute, graph
        using var folder = new TemporaryFolder();
        var path = folder.Write("deep.onnx", [.. ModelBytes.Model().ToByteArray(), .. Field(ModelProto.GraphFieldNumber, bytes)]);

        if (depth == 32) OnnxModel.Load(path).Dispose();
        else Assert.Contains("nested", Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_length_that_leaves_the_message_around_it()
    {
        var tensor = ModelBytes.Tensor("w", 2000).ToByteArray();
        byte[] lying = [.. Header(GraphProto.InitializerFieldNumber, tensor.Length - 10), .. tensor];
        byte[] bytes = [.. ModelBytes.Model().ToByteArray(), .. Field(ModelProto.GraphFieldNumber, lying), 8, 1];
        AssertRefused(bytes, "the message around it ends at byte");
    }

    [Fact]
    public void Refuses_a_length_beyond_the_end_of_the_file_without_reserving_room_for_it() =>
        AssertRefused([.. ModelBytes.Model().ToByteArray(), .. Header(ModelProto.DocStringFieldNumber, long.MaxValue)], "truncated");

    [Theory]
    [InlineData(new byte[] { 0xFB, 0x7F, 0xFC, 0x7F }, "does not occur in ONNX")] // a group
    [InlineData(new byte[] { 0x07 }, "field of this number")]
    [InlineData(new byte[] { 0x0F, 1, 2, 3 }, "does not occur in ONNX")]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, "number has no end")]
    public void Refuses_what_is_not_protobuf_as_ONNX_uses_it(byte[] bytes, string reason) =>
        AssertRefused([.. ModelBytes.Model().ToByteArray(), .. bytes], reason);

    [Fact]
    public void Finds_names_that_are_not_UTF8()
    {
        var original = ModelBytes.Model(ModelBytes.Tensor("weight", 2000)).ToByteArray();
        var at = original.AsSpan().IndexOf("weight"u8);
        original[at + 2] = 0xFF;
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Load(folder.Write("m.onnx", original));
        Assert.Equal(at, model.File.InvalidTextAt);
    }

    internal static byte[] ReadAll(Payload payload)
    {
        var bytes = new byte[payload.Length];
        payload.Read(0, bytes);
        return bytes;
    }

    private static void AssertRefused(byte[] bytes, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("m.onnx", bytes);
        Assert.Contains(reason, Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Field(int number, byte[] content) => [.. Header(number, content.Length), .. content];

    private static byte[] Header(int number, long length)
    {
        var bytes = new byte[2 * Varint.MaxLength];
        var tagLength = Varint.Write(bytes, ((ulong)number << 3) | (int)WireType.LengthDelimited);
        return bytes[..(tagLength + Varint.Write(bytes.AsSpan(tagLength), (ulong)length))];
    }
}
