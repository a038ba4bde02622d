using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Markdown;

public sealed class CheckMarkdownTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var report = _folder.File("check.md");
        Assert.Equal(0, Tool.Run("check", Repository.Model("mlp.onnx"), "--report", report).ExitCode);
        var text = File.ReadAllText(report);
        Assert.StartsWith(
            "## bnfold check: `mlp.onnx`\n\n**Agrees.** 4 of 4 BatchNormalizations agree with the reference.", text, StringComparison.Ordinal);
        string[] wanted = ["| nodes | 11 |", "### Checked: 4", "### Suspicious statistics: ", "| a negative scale |", "fed to `input`"];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_what_differs_and_above_many_once_more()
    {
        var text = CheckMarkdown.Of(SampleCheck.Of("x"));
        Assert.Contains("| `x` in x | 8 | 1.5e-06 | 300 % | 12 | 1 | 5 | 6 | **differs\\: channel 6 x** |", text, StringComparison.Ordinal);
        Assert.Contains("| `x` in x | 8 | – | – | – | – | – | – | reference only\\: x |", text, StringComparison.Ordinal);
        Assert.Contains("| `x` in x | 2 | 3 | 0 | a scale of 0 |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### Not in agreement", text, StringComparison.Ordinal);

        var run = SampleCheck.Of("x");
        var nodes = Enumerable.Range(0, 20)
            .Select(i => SampleCheck.Node($"n{i}", i == 17 ? BatchNormCheckVerdict.Differs : BatchNormCheckVerdict.Agrees));
        text = CheckMarkdown.Of(run with { Check = run.Check with { Nodes = [.. nodes] } });
        Assert.Contains("### Not in agreement", text, StringComparison.Ordinal);
        Assert.Contains("<summary>Checked: 20</summary>", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("**differs").Length - 1);
    }

    [Theory, MemberData(nameof(Documents.BreakingNames), MemberType = typeof(Documents))]
    public void Names_break_no_table(string name) => Documents.IsWhole(CheckMarkdown.Of(SampleCheck.Of(name)));
}
