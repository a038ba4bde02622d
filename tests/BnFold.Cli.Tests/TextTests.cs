using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>What a user reads, whole.</summary>
public sealed class TextTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("folded"), InlineData("verbose", "-v"), InlineData("dry-run", "--dry-run"), InlineData("unchecked", "--no-verify")]
    [InlineData("kept", "--keep", "/5/*"), InlineData("many-kept", "--only", "none")]
    public void Text_is_as_reviewed(string snapshot, params string[] options)
    {
        var run = Tool.Run([Repository.Model("resnet_small.onnx"), "-o", _folder.File("folded.onnx"), .. options]);
        Snapshot.Matches(snapshot, run.Output + run.Errors);
    }

    [Fact]
    public void Text_of_a_difference_is_as_reviewed()
    {
        var run = Tool.Run(Comparisons.Differ, Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"));
        Snapshot.Matches("differs", run.Output + run.Errors);
    }

    [Fact]
    public void Text_of_a_comparison_that_is_not_possible_is_as_reviewed()
    {
        var run = Tool.Run(Comparisons.NotPossible, Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"));
        Snapshot.Matches("not-possible", run.Output + run.Errors);
    }

    [Fact]
    public void Quiet_says_nothing_where_all_is_well()
    {
        var run = Tool.Run(
            (_, _, options, _, _) => Comparisons.Agreement(options) with { Warnings = [] },
            Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "-q");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public void Quiet_still_warns_of_results()
    {
        var run = Tool.Run(Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "-q");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Equal("warning: output 'mask' is constant", run.OneError.Replace("bnfold: ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Quiet_still_says_what_is_wrong()
    {
        var run = Tool.Run(Comparisons.Differ, Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "-q");
        Assert.Empty(run.Output);
        Assert.Contains("was not written: 1 of 4 sites differs", run.Errors, StringComparison.Ordinal);
    }
}
