using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>Nodes that cannot be folded as they stand, and what a user can do about it.</summary>
public sealed class KeptTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Freezing_inputs_folds_what_callers_could_replace()
    {
        TinyModel.ConvBatchNorm((Half)2, (Half)3).Overridable("scale", 1).Save(_folder.File("model.onnx"));
        var kept = Tool.Run(_folder.File("model.onnx"), "-o", _folder.File("kept.onnx"));
        Assert.Contains("OverridableInitializer", kept.Output, StringComparison.Ordinal);
        Assert.Contains("→ --freeze-inputs", kept.Output, StringComparison.Ordinal);

        var frozen = Tool.Run(_folder.File("model.onnx"), "--freeze-inputs", "-o", _folder.File("frozen.onnx"));
        Assert.Contains("folded  1  into Conv 1", frozen.Output, StringComparison.Ordinal);
        Assert.Contains("  also    1 input with a default dropped, as asked; the default is constant now: 'scale'\n", frozen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_would_overflow_keeps_its_node()
    {
        TinyModel.ConvBatchNorm((Half)60000, (Half)10).Save(_folder.File("model.onnx"));
        var run = Tool.Run(_folder.File("model.onnx"), "-o", _folder.File("folded.onnx"), "--report", _folder.File("report.json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("bn  NotFinite: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 BatchNormalization", run.Output, StringComparison.Ordinal);
        Assert.Equal(["folded.onnx", "model.onnx", "report.json"], _folder.Content);
        Assert.Equal(File.ReadAllBytes(_folder.File("model.onnx")), File.ReadAllBytes(_folder.File("folded.onnx")));
    }

    [Fact]
    public void A_weight_that_just_fits_is_folded()
    {
        TinyModel.ConvBatchNorm((Half)6000, (Half)10).Save(_folder.File("model.onnx"));
        Assert.Contains("folded  1  into Conv 1", Tool.Run(_folder.File("model.onnx")).Output, StringComparison.Ordinal);
    }
}
