using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("./weights.bin")]
    [InlineData("sub/weights.bin")]
    [InlineData("..weights..bin")]
    public void Reads_a_span_of_a_file_below_the_model(string location)
    {
        _folder.Write(location, [0, 1, 2, 3, 4, 5, 6, 7]);
        using var model = Load("m.onnx", location, offset: "2", length: "4");
        Assert.Equal([2, 3, 4, 5], SkeletonTests.ReadAll(Read(model)));
    }

    [Fact]
    public void Offset_and_length_may_be_left_out()
    {
        _folder.Write("w", [1, 2, 3, 4, 5]);
        using var model = Load("m.onnx", "w");
        Assert.Equal([1, 2, 3, 4], SkeletonTests.ReadAll(Read(model)));
    }

    [Theory]
    [InlineData("../w")]
    [InlineData("sub/../../w")]
    [InlineData("sub/../w")]
    [InlineData("/etc/passwd")]
    [InlineData("C:w")]
    [InlineData("C:/w")]
    [InlineData("..\\w")]
    [InlineData("sub\\w")]
    [InlineData("")]
    [InlineData("w\0")]
    public void Refuses_a_location_outside_the_folder(string location)
    {
        _folder.Write("w", [1, 2, 3, 4]);
        _folder.Write("models/w", [1, 2, 3, 4]);
        _folder.Write("models/sub/w", [1, 2, 3, 4]);
        AssertRefused(Load("models/m.onnx", location), location.Length == 0 ? "''" : location);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("linked-folder/w")]
    [InlineData("sub/chain")]
    public void Refuses_a_link_that_leads_outside_the_folder(string location)
    {
        _folder.Write("outside/w", [1, 2, 3, 4]);
        Directory.CreateDirectory(_folder["models/sub"]);
        File.CreateSymbolicLink(_folder["models/link"], _folder["outside/w"]);
        File.CreateSymbolicLink(_folder["models/sub/chain"], "../link");
        Directory.CreateSymbolicLink(_folder["models/linked-folder"], "../outside");
        AssertRefused(Load("models/m.onnx", location), "leads outside the model's folder");
    }

    [Fact]
    public void Follows_a_link_that_stays_inside()
    {
        _folder.Write("data/w", [1, 2, 3, 4]);
        File.CreateSymbolicLink(_folder["link"], "data/w");
        using var model = Load("m.onnx", "link");
        Assert.Equal([1, 2, 3, 4], SkeletonTests.ReadAll(Read(model)));
    }

    [Fact]
    public void Does_not_follow_links_in_a_circle()
    {
        File.CreateSymbolicLink(_folder["a"], "b");
        File.CreateSymbolicLink(_folder["b"], "a");
        AssertRefused(Load("m.onnx", "a"), "can't be followed");
    }

    [Fact]
    public void A_model_that_is_a_link_has_its_data_where_the_link_leads()
    {
        // As a download cache does it: names here, contents there.
        _folder.Write("blobs/77", [1, 2, 3, 4]);
        Load("blobs/42", "w").Dispose();
        Directory.CreateDirectory(_folder["snapshot"]);
        File.CreateSymbolicLink(_folder["snapshot/m.onnx"], "../blobs/42");
        File.CreateSymbolicLink(_folder["snapshot/w"], "../blobs/77");
        using var model = OnnxModel.Load(_folder["snapshot/m.onnx"]);
        Assert.Equal([1, 2, 3, 4], SkeletonTests.ReadAll(Read(model)));
    }

    [Theory]
    [InlineData("5", "4", "needs bytes 5 to 9 of 'w', which has 8")]
    [InlineData("9223372036854775807", "4", "which has 8")]
    [InlineData("0", "5", "should have 4 bytes, but its external data 'w' has length 5")]
    [InlineData("-1", "4", "offset '-1'")]
    [InlineData("0", "four", "length 'four'")]
    [InlineData("99999999999999999999", "4", "a number of bytes expected")]
    public void Refuses_a_span_that_the_file_does_not_have(string offset, string length, string reason)
    {
        _folder.Write("w", new byte[8]);
        AssertRefused(Load("m.onnx", "w", offset, length), reason);
    }

    [Fact]
    public void Refuses_files_that_are_not_there()
    {
        AssertRefused(Load("m.onnx", "w"), "there is no such file");
        Directory.CreateDirectory(_folder["w"]);
        AssertRefused(Load("m.onnx", "w"), "which is a folder");
        _folder.Write("empty", []);
        AssertRefused(Load("m.onnx", "empty"), "it is empty, or not a regular file");
        AssertRefused(Load("m.onnx", location: null), "without a location");
    }

    [Fact]
    public void Refuses_data_both_inside_and_outside()
    {
        _folder.Write("w", new byte[8]);
        using var model = Load("m.onnx", "w");
        model.Proto.Graph.Initializer[0].RawData = ByteString.CopyFrom(1, 2, 3, 4);
        Assert.Throws<OnnxFormatException>(() => Read(model));
    }

    [Fact]
    public void An_empty_tensor_needs_no_file()
    {
        using var model = Load("m.onnx", "none");
        model.Proto.Graph.Initializer[0].Dims[0] = 0;
        Assert.Equal(0, Read(model).Length);
    }

    /// <summary>A model with one tensor of four bytes, which are elsewhere.</summary>
    internal static ModelProto Model(string? location, string? offset = null, string? length = null)
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.UInt8, Dims = { 4 }, DataLocation = 1 };
        foreach (var (key, value) in new[] { ("location", location), ("offset", offset), ("length", length), ("checksum", "0") })
        {
            if (value is null) continue;
            tensor.ExternalData.Add(new StringStringEntryProto { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) });
        }
        return ModelBytes.Model(tensor);
    }

    private OnnxModel Load(string name, string? location, string? offset = null, string? length = null) =>
        OnnxModel.Load(_folder.Write(name, Model(location, offset, length).ToByteArray()));

    private static Payload Read(OnnxModel model) => model.Read(model.Proto.Graph.Initializer[0]).Payload;

    private static void AssertRefused(OnnxModel model, string reason)
    {
        using (model)
        {
            var exception = Assert.Throws<OnnxFormatException>(() => Read(model));
            Assert.Equal("tensor 'w'", exception.Where);
            Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        }
    }
}
