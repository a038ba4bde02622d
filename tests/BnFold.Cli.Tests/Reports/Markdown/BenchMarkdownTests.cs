using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Markdown;

public sealed class BenchMarkdownTests
{
    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var text = BenchMarkdown.Of(SampleBenchmark.Of("m.onnx"));
        Assert.StartsWith(
            "## bnfold bench: `m.onnx`\n\n**Faster.** 2 models timed side by side. m\\.onnx is faster", text, StringComparison.Ordinal);
        string[] wanted =
        [
            "### Remark\n\n- not timed at level 0\\: m\\.onnx",
            "| `m.onnx` | 1.5 MB | 11 | 4 | 2.00 ms | 1.80 ms - 2.40 ms | 4.00 ms | 20.0 ms | 2.5 MB |",
            "| `m.onnx` | 2.00x (1.90 to 2.10) | 3.00x (2.90 to 3.10) | 1.00x (0.90 to 1.10) | - |",
            "<summary>BatchNormalizations: 1</summary>", "| `m.onnx` BatchNormalization | 25 % | gone |", "| processor | m\\.onnx |",
            "| threads | 1 |",
        ];
        Assert.All(wanted, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_the_runtime_fuses_by_itself_and_marks_what_is_slower()
    {
        var run = SampleBenchmark.Of("m.onnx");
        var comparison = SampleBenchmark.Comparison("m.onnx");
        BenchmarkComparison[] comparisons =
        [
            comparison with { Verdict = BenchmarkVerdict.FusedByRuntime, BatchNormalizations = [] },
            comparison with { Verdict = BenchmarkVerdict.Slower },
        ];
        var text = BenchMarkdown.Of(run with { Benchmark = run.Benchmark with { Comparisons = comparisons } });
        Assert.Contains("**Timed.**", text, StringComparison.Ordinal);
        Assert.Contains("gains nothing, since ONNX Runtime fuses these by itself", text, StringComparison.Ordinal);
        Assert.Contains("The original runs no node as BatchNormalization at the default level.", text, StringComparison.Ordinal);
        Assert.Contains("\n| **`m.onnx`** | 2.00x", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_copy_and_of_few_rounds_as_the_terminal_does()
    {
        var run = SampleBenchmark.Of("m.onnx");
        var original = run.Benchmark.Models[0];
        var text = BenchMarkdown.Of(run with
        {
            Options = run.Options with { Runs = 19 },
            Benchmark = run.Benchmark with { Models = [original, original], UnoptimizedFailure = null },
        });
        Assert.Contains("### Remarks\n\n- nothing was folded", text, StringComparison.Ordinal);
        Assert.Contains("runs 19 tells large differences only", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Documents.BreakingNames), MemberType = typeof(Documents))]
    public void Names_break_no_table(string name) => Documents.IsWhole(BenchMarkdown.Of(SampleBenchmark.Of(name)));
}
