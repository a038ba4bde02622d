using BnFold.Cli.Reports.Html;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed class BenchPageTests
{
    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var body = Documents.Body(BenchPage.Of(SampleBenchmark.Of("m.onnx")));
        Assert.Equal(["Remark", "Latency", "Models", "Times as fast as the original", "m.onnx", "Run"], Documents.Headings(body));
        Assert.Contains("Faster 2 models timed side by side.", body.Value, StringComparison.Ordinal);
        Assert.Contains("m.onnx is faster: 2.00x (1.90 to 2.10).", body.Value, StringComparison.Ordinal);
        Assert.Contains("1 BatchNormalization took 25 % of the time of the original's nodes.", body.Value, StringComparison.Ordinal);
        string[][] rows =
        [
            ["1.5 MB", "11", "4", "2.00 ms", "1.80 ms - 2.40 ms", "4.00 ms", "20.0 ms", "2.5 MB"],
            ["2.00x (1.90 to 2.10)", "3.00x (2.90 to 3.10)", "1.00x (0.90 to 1.10)", "-"],
            ["25 %", "gone"], ["50 %", "25 %"],
        ];
        Assert.All(rows, cells => Assert.Contains(
            body.Descendants("tr"), row => row.Elements("td").Select(cell => cell.Value).SequenceEqual(cells)));
        Assert.Contains("folded for this run, and gone", body.Value, StringComparison.Ordinal);
        var plot = body.Descendants("table").Single(table => table.Attribute("class")?.Value == "plot");
        Assert.Equal(4, plot.Descendants("tbody").Single().Elements("tr").Count());
    }

    [Fact]
    public void Leaves_cheap_nodes_to_the_json()
    {
        var run = SampleBenchmark.Of("m.onnx");
        var nodes = Enumerable.Range(0, 100).Select(i => new NodeCostChange($"n{i}", "Conv", 1, 1)).ToArray();
        run = run with { Benchmark = run.Benchmark with { Comparisons = [SampleBenchmark.Comparison("m.onnx") with { OtherNodes = nodes }] } };
        var body = Documents.Body(BenchPage.Of(run));
        Assert.Contains("… and 60 more, which the JSON report has.", body.Value, StringComparison.Ordinal);
        Assert.Contains("n39", body.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("n40", body.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_nothing_could_be_timed()
    {
        var run = SampleBenchmark.Of("m.onnx");
        var failed = new BenchmarkReport { OnnxRuntimeVersion = "", Seed = 1, Threads = 1, Failure = "no kernel" };
        var body = Documents.Body(BenchPage.Of(run with { Benchmark = failed, Memory = [] }));
        Assert.Contains("Not timed The models could not be timed.", body.Value, StringComparison.Ordinal);
        Assert.Contains("no kernel.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));
    }

    [Fact]
    public void Needs_nothing_from_elsewhere() => Documents.NeedsNothingFromElsewhere(BenchPage.Of(SampleBenchmark.Of("x")));

    [Fact]
    public void Names_cannot_become_markup() => Documents.IsNotTakenIn(BenchPage.Of(SampleBenchmark.Of(Documents.Hostile)), times: 7);
}
