using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class ZooTests
{
    [Fact]
    public void Every_model_comes_back_as_the_plain_parser_would_write_it_and_nearly_every_one_byte_for_byte()
    {
        var (read, identical) = (0, 0);
        foreach (var path in Zoo.Models())
        {
            if (TryLoad(path) is not { } model) continue;
            using (model)
            {
                var original = File.ReadAllBytes(path);
                var expanded = ModelBytes.Expand(model);
                Assert.True(ModelProto.Parser.ParseFrom(original).ToByteArray().AsSpan().SequenceEqual(expanded), path);
                read++;
                if (expanded.AsSpan().SequenceEqual(original)) identical++;
            }
        }
        Assert.True(read > 0);
        Assert.True(identical >= 0.99 * read, $"{identical} of {read}"); // the rest packs its lists, see onnx.proto
    }

    [Fact]
    public void Every_tensor_is_read_or_refused_with_its_name()
    {
        var read = 0;
        foreach (var path in Zoo.Models())
        {
            if (TryLoad(path) is not { } model) continue;
            using (model)
            {
                foreach (var proto in ModelTensors.Of(model.Proto))
                {
                    try
                    {
                        var tensor = model.Read(proto);
                        Assert.Equal(proto.Dims, tensor.Dims);
                        read++;
                    }
                    catch (OnnxFormatException exception)
                    {
                        Assert.Equal($"tensor '{proto.Name}'", exception.Where);
                    }
                }
            }
        }
        Assert.True(read > 0);
    }

    private static OnnxModel? TryLoad(string path)
    {
        try
        {
            return OnnxModel.Load(path);
        }
        catch (OnnxFormatException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
