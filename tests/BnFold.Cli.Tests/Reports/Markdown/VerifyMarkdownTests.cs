using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Markdown;

public sealed class VerifyMarkdownTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var report = _folder.File("v.md");
        var model = Repository.Model("mlp.onnx");
        Assert.Equal(0, Tool.Run("verify", model, model, "--report", report).ExitCode);
        var text = File.ReadAllText(report);
        Assert.StartsWith("## bnfold verify: `mlp.onnx`\n\n**Agrees.** 1 of 1 output and ", text, StringComparison.Ordinal);
        string[] wanted =
        [
            "| | original | other |", "| nodes | 11 | 11 |", "| SHA-256 | `", "### Remark\n\n- output 'mask' is constant", "### Outputs",
            "### Outputs of the other model as ONNX Runtime optimises it", "| ONNX Runtime | 1\\.2\\.3 |", "fed to `input`",
        ];
        Assert.All(wanted, part => Assert.Contains(part, text.Replace("|  |", "| |", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_what_differs_and_what_is_open()
    {
        var text = VerifyMarkdown.Of(SampleComparison.Of("x") with { Certificate = null });
        string[] wanted =
        [
            "**Differs.** 0 of 1 output and 2 of 4 places that the models compute differently agree. x\\.",
            "| external data | `x` | – |", "'x' of the other model is 'x' of the original", "'x' is another value in each model", "### First difference",
            "### Places that differ",
            "sizes found by trying\\: x = 3\\.", "expected x of x\\: original off by 0 of its range, other x  DIFFERS\\.", "open\\: x\\: x\\.",
            "**differs\\: x**",
        ];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Documents.BreakingNames), MemberType = typeof(Documents))]
    public void Names_break_no_table(string name) => Documents.IsWhole(VerifyMarkdown.Of(SampleComparison.Of(name)));
}
