using System.Text.RegularExpressions;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Markdown;

public sealed partial class FoldMarkdownTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var text = Report("--keep", "/6/*");
        Assert.StartsWith("## bnfold: `mlp.onnx`\n\n**Verified.** 3 of 4 BatchNormalizations folded, 1 kept.", text, StringComparison.Ordinal);
        string[] wanted =
        [
            "| nodes | 11 | 8 |", "### Kept: 1", "KeptByRequest", "### Outputs", "Each of 3 changed places by itself", "Folded: 3", "Weights: 4",
            "- output 'mask' is constant", "| ONNX Runtime | 1\\.2\\.3 |", "fed to `input`",
        ];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Is_the_same_every_time_but_for_the_time() => Assert.Equal(Time().Replace(Report(), ""), Time().Replace(Report(), ""));

    [Theory, MemberData(nameof(Documents.BreakingNames), MemberType = typeof(Documents))]
    public void Names_break_no_table(string name) => Documents.IsWhole(FoldMarkdown.Of(SampleRun.Of(name)));

    [Fact]
    public void Words_mention_nobody() => Assert.Equal("by @\u2060all\\_of\\_us \\<b\\>", MarkdownText.Plain("by @all_of_us <b>"));

    [Theory]
    [InlineData("a", "`a`"), InlineData("a`b", "`` a`b ``"), InlineData("```", "```` ``` ````"), InlineData("", "–"), InlineData("a|b\n", "`a\\|b\\u000A`")]
    public void Code_holds_any_name(string name, string code) => Assert.Equal(code, MarkdownText.Code(name));

    private string Report(params string[] options)
    {
        var report = _folder.File("report.md");
        Assert.Equal(0, Tool.Run([Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "--report", report, .. options]).ExitCode);
        return File.ReadAllText(report);
    }

    [GeneratedRegex(@"\d+\\\.\d s")]
    private static partial Regex Time();
}
