using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class EarlyModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_each_who_asks_a_model_of_their_own()
    {
        var path = Model();
        var early = EarlyModel.Of([path, "-q"]);
        using var first = early.Load(path);
        using var second = early.Load(path);
        Assert.NotSame(first, second);
        Assert.Equal(first.Summarize(), second.Summarize());
        Assert.Equal(path, first.Path);
    }

    [Fact]
    public void Says_what_is_wrong_to_who_asks_as_often_as_they_ask()
    {
        var path = _folder.File("m.onnx");
        File.WriteAllText(path, "no model");
        var early = EarlyModel.Of([path]);
        var first = Assert.Throws<OnnxFormatException>(() => early.Load(path));
        Assert.Equal(first.Message, Assert.Throws<OnnxFormatException>(() => early.Load(path)).Message);
    }

    [Theory, InlineData("--help"), InlineData("verify"), InlineData("")]
    public void Leaves_alone_what_is_no_file(string argument)
    {
        var path = Model();
        using var model = EarlyModel.Of([argument, path]).Load(path);
        Assert.Equal(1, model.Summarize().BatchNormalizations);
    }

    private string Model()
    {
        TinyModel.ConvBatchNorm((Half)2, (Half)3).Save(_folder.File("m.onnx"));
        return _folder.File("m.onnx");
    }
}
