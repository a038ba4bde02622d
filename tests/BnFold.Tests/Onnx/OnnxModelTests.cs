using System.Text;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class OnnxModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tells_path_and_versions()
    {
        var proto = ModelBytes.Model();
        proto.OpsetImport.Add(new BnFold.Onnx.OperatorSetIdProto { Domain = "com.example", Version = 3 });
        using var model = OnnxModel.Load(_folder.Write("m.onnx", proto.ToByteArray()));
        Assert.Equal(_folder["m.onnx"], model.Path);
        Assert.Equal(8, model.IrVersion);
        Assert.Equal(17, model.OpsetVersion(""));
        Assert.Equal(17, model.OpsetVersion("ai.onnx"));
        Assert.Equal(3, model.OpsetVersion("com.example"));
        Assert.Equal(0, model.OpsetVersion("com.other"));
    }

    [Fact]
    public void Counts_nodes_of_bodies_and_functions_too()
    {
        var proto = ModelBytes.Model();
        var own = proto.Graph.Node.Count;
        var body = new BnFold.Onnx.GraphProto();
        body.Node.Add(new BnFold.Onnx.NodeProto { OpType = "BatchNormalization" });
        var branch = new BnFold.Onnx.NodeProto { OpType = "If" };
        branch.Attribute.Add(new BnFold.Onnx.AttributeProto { Name = "then_branch", G = body });
        proto.Graph.Node.Add(branch);
        var function = new BnFold.Onnx.FunctionProto { Name = "f" };
        function.Node.Add(new BnFold.Onnx.NodeProto { OpType = "BatchNormalization", Domain = "com.example" });
        proto.Functions.Add(function);
        using var model = OnnxModel.Load(_folder.Write("m.onnx", proto.ToByteArray()));
        Assert.Equal(new ModelSummary(Opset: 17, IrVersion: 8, Nodes: own + 3, BatchNormalizations: 1), model.Summarize());
    }

    [Fact]
    public void Before_IR_version_3_there_is_one_operator_set()
    {
        var proto = ModelBytes.Model();
        proto.OpsetImport.Clear();
        proto.IrVersion = 2;
        using var model = OnnxModel.Load(_folder.Write("m.onnx", proto.ToByteArray()));
        Assert.Equal(1, model.OpsetVersion(""));
        Assert.Equal(0, model.OpsetVersion("com.example"));

        proto.IrVersion = 3;
        AssertRefused(_folder.Write("m.onnx", proto.ToByteArray()), "imports no operator set");
    }

    [Fact]
    public void Refuses_paths_that_are_no_files()
    {
        AssertRefused(_folder["none.onnx"], "there is no such file");
        AssertRefused(_folder["none/m.onnx"], "there is no such file");
        AssertRefused(_folder.Path, "is a folder");
        AssertRefused("", "there is no such file");
        AssertRefused(_folder.Write("empty.onnx", []), "it is empty");
        if (OperatingSystem.IsLinux()) AssertRefused("/dev/null", "not a regular file");
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "Git LFS pointer")]
    [InlineData("ir_version: 8\ngraph {\n}\n", "text form")]
    [InlineData("graph {\n  name: \"g\"\n}\n", "text form")]
    [InlineData("\n# comment\nnot a model\n", "but text")]
    [InlineData("\u001F\u008B\u0008\u0000", "gzip")]
    [InlineData("PK\u0003\u0004\u0014\u0000", "zip")]
    [InlineData("\u0089HDF\r\n\u001A\n\u0000", "HDF5")]
    [InlineData("\u0080\u0002}q\u0000", "pickle")]
    [InlineData("\u0093NUMPY\u0001\u0000", "NumPy")]
    [InlineData("\u001C\u0000\u0000\u0000TFL3", "TensorFlow Lite")]
    [InlineData("\u001C\u0000\u0000\u0000ORTM", "ONNX Runtime's own format")]
    [InlineData("\u0040\u0000\u0000\u0000\u0000\u0000\u0000\u0000{\"__metadata__\"", "safetensors")]
    [InlineData("<!DOCTYPE html><html>404</html>", "web page")]
    [InlineData("<?xml version=\"1.0\"?><net/>", "XML")]
    [InlineData("{\"irVersion\": 8}", "JSON")]
    public void Says_what_a_file_is_that_is_no_model(string content, string expected) =>
        AssertRefused(_folder.Write("m.onnx", Encoding.Latin1.GetBytes(content)), expected);

    [Fact]
    public void Refuses_protobuf_that_is_another_message()
    {
        var tensor = ModelBytes.Tensor("w", 100);
        AssertRefused(_folder.Write("tensor.pb", tensor.ToByteArray()), "tensor.pb");
        AssertRefused(_folder.Write("graph.pb", ModelBytes.Full().Graph.ToByteArray()), "graph.pb");
        AssertRefused(_folder.Write("headless.pb", new BnFold.Onnx.ModelProto { IrVersion = 8 }.ToByteArray()), "holds no graph");
    }

    [Fact]
    public void Closes_a_file_that_it_refuses()
    {
        var path = _folder.Write("m.onnx", [0xFF]);
        Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(path));
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_file_can_be_loaded_twice_at_once()
    {
        var path = _folder.Write("m.onnx", ModelBytes.Model().ToByteArray());
        using var one = OnnxModel.Load(path);
        using var two = OnnxModel.Load(path);
        Assert.Equal(one.Proto, two.Proto);
    }

    private static void AssertRefused(string path, string reason)
    {
        var exception = Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(path));
        Assert.Equal(path, exception.File);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
