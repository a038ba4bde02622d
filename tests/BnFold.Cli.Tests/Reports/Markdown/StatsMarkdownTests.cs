using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Markdown;

public sealed class StatsMarkdownTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var report = _folder.File("s.md");
        var samples = SampleFiles.Write(_folder, 20, 20);
        Assert.Equal(0, Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "--report", report).ExitCode);
        var text = File.ReadAllText(report);
        Assert.Matches(@"^## bnfold stats: `mlp\.onnx`\n\n\*\*Drifts\.\*\* \d of 4 BatchNormalization get from the data", text);
        string[] wanted =
        [
            "| nodes | 11 |", "### Measured: 4", "| samples | 20 in 20 files, 0 skipped, 0 left out |", "| threshold | 0\\.25 σ |",
        ];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_figures_and_what_was_not_measured()
    {
        var text = StatsMarkdown.Of(SampleStatistics.Of("x"));
        Assert.Contains("| **`x` in x** | 2 | 0.75 | 1 | 2.06 | -2.00 | 2.25 | 0.50 | 50 % | 1 |", text, StringComparison.Ordinal);
        Assert.Contains("### Not measured: 1\n\n| node | why |\n| --- | --- |\n| `x` in x | x |", text, StringComparison.Ordinal);
        Assert.Contains("- x\\: gets a constant in channels 0", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Documents.BreakingNames), MemberType = typeof(Documents))]
    public void Names_break_no_table(string name) => Documents.IsWhole(StatsMarkdown.Of(SampleStatistics.Of(name)));
}
