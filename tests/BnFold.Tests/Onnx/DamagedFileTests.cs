using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

/// <summary>Whatever happened to a file: it loads, or it is refused by our exception. Nothing else is thrown, and nothing hangs.</summary>
public sealed class DamagedFileTests
{
    [Fact]
    public void A_model_cut_at_any_byte_loads_or_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("cut.onnx", Sample());
        var loaded = 0;
        for (var length = new FileInfo(path).Length - 1; length >= 0; length--)
        {
            using (var file = File.OpenWrite(path)) file.SetLength(length);
            if (LoadsAndReads(path)) loaded++;
        }
        Assert.Equal(1, loaded); // cut just before the last field, which nothing needs
    }

    [Fact]
    public void A_model_with_flipped_bits_loads_or_is_refused()
    {
        var original = Sample();
        var random = new Random(7);
        using var folder = new TemporaryFolder();
        var path = folder["flipped.onnx"];
        var loaded = 0;
        for (var i = 0; i < 2500; i++)
        {
            var damaged = (byte[])original.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            if (LoadsAndReads(path)) loaded++;
        }
        Assert.InRange(loaded, 1, 2499);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(11);
        using var folder = new TemporaryFolder();
        var path = folder["noise.onnx"];
        for (var i = 0; i < 500; i++)
        {
            var noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            File.WriteAllBytes(path, noise);
            Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(path).Dispose());
        }
    }

    private static byte[] Sample()
    {
        var model = ModelBytes.Model(ModelBytes.Tensor("w", Skeleton.MinPayloadLength), ModelBytes.Tensor("b", 12));
        model.MetadataProps.Add(new StringStringEntryProto { Key = ByteString.CopyFromUtf8("last") });
        var body = ModelBytes.Model(ModelBytes.Tensor("inner", 20)).Graph;
        var branch = ModelBytes.Attribute("then_branch", AttributeKind.Graph, attribute => attribute.G = body);
        model.Graph.Node.Add(ModelBytes.Node("If", branch));
        model.Graph.Initializer.Add(new TensorProto { Name = "typed", DataType = 10, Dims = { 3 }, Int32Data = { 1, 2, 3 } });
        model.Graph.Initializer.Add(ExternalDataTests.Model("none.bin").Graph.Initializer);
        return model.ToByteArray();
    }

    private static bool LoadsAndReads(string path)
    {
        try
        {
            using var model = OnnxModel.Load(path);
            Assert.True(model.Proto.CalculateSize() > 0);
            ModelBytes.Expand(model);
            foreach (var tensor in ModelTensors.Of(model.Proto)) TryRead(model, tensor);
            return true;
        }
        catch (OnnxFormatException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
            return false;
        }
    }

    private static void TryRead(OnnxModel model, TensorProto proto)
    {
        try
        {
            model.Read(proto);
        }
        catch (OnnxFormatException exception)
        {
            Assert.Equal($"tensor '{proto.Name}'", exception.Where);
        }
    }
}
