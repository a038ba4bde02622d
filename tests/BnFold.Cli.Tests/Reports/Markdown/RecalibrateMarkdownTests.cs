using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Markdown;

public sealed class RecalibrateMarkdownTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var report = _folder.File("report.md");
        Assert.Equal(0, Tool.Run(
            "recalibrate", Repository.Model("mlp.onnx"), "--data", SampleFiles.Write(_folder, 20, 20), "-o", _folder.File("out.onnx"),
            "--report", report, "--report", _folder.File("report.json")).ExitCode);
        var text = File.ReadAllText(report);
        Assert.StartsWith(
            "## bnfold recalibrate: `mlp.onnx`\n\n**Recalibrated.** 4 of 4 BatchNormalizations estimated again, 0 left alone.",
            text, StringComparison.Ordinal);
        string[] wanted = ["Estimated again: 4", "| method | exact |", "| samples | 20, 0 skipped, 0 left out |", "| runs | 5, for 4 levels |"];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.StartsWith("{", File.ReadAllText(_folder.File("report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_figures_and_what_was_left_alone()
    {
        var text = RecalibrateMarkdown.Of(SampleRecalibration.Of("x"));
        Assert.Contains("| `x` | 0 | 8 | 0.50 | 2.50 | 25 % | -2.00 | 1.50 | 1.0e-08 | 3.0e-08 |", text, StringComparison.Ordinal);
        Assert.Contains("| `x` in x | x |", text, StringComparison.Ordinal);
        Assert.Contains("running, momentum 0\\.25", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Documents.BreakingNames), MemberType = typeof(Documents))]
    public void Names_break_no_table(string name)
    {
        var run = SampleRecalibration.Of(name);
        var text = RecalibrateMarkdown.Of(run with { Recalibration = run.Recalibration with { Unsettled = [name] } });
        Documents.IsWhole(text);
        Assert.Equal(3, text.Split('\n').Count(line => line == "</details>"));
    }
}
