using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>The tool with ONNX Runtime behind it.</summary>
public sealed class VerifiedFoldTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("resnet_small", 11), InlineData("mobilenet_small_fp16", 14), InlineData("dcgan_small", 4), InlineData("audio_small", 4)]
    [InlineData("video_small", 4), InlineData("mlp", 4)]
    public void Folds_and_proves(string model, int count)
    {
        var run = Run(Repository.Model($"{model}.onnx"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches($@"\n  folded +{count}  into ", run.Output);
        Assert.Matches(@"\nverified  output \[[\d,]+\]  .*of its range.* (\d+) of \1 sites agree   ONNX Runtime \d", run.Output);
        Assert.Contains(" 0 BatchNormalization   ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Feeds_the_shape_asked_for() =>
        Assert.Contains("output [7,5]", Run(Repository.Model("mlp.onnx"), "--shape", "input=7,20").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("--shape", "inptu=2,20"), InlineData("--shape", "input=2,21"), InlineData("--dim", "bach=2")]
    public void Refuses_shapes_of_nothing(string option, string value)
    {
        var run = Run(Repository.Model("mlp.onnx"), option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(Repository.Model("mlp.onnx"), run.OneError, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public async Task Writes_the_model_where_ONNX_Runtime_is_missing()
    {
        var run = await ChildProcess.Run(
            [.. ChildProcess.Tool, Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx")],
            new Dictionary<string, string?> { ["BNFOLD_ONNXRUNTIME"] = _folder.File("absent.so") });
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("absent.so", run.OneError, StringComparison.Ordinal);
        Assert.Equal(["folded.onnx"], _folder.Content);
    }

    private ToolRun Run(params string[] args) =>
        Tool.Run(Verifier.Compare, Ink.None, TestContext.Current.CancellationToken, [.. args, "-o", _folder.File("folded.onnx")]);
}
