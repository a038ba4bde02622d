using System.Text.RegularExpressions;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed partial class FoldPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var body = Documents.Body(Page("--keep", "/6/*"));
        Assert.Equal(["Warning", "Verification", "Kept", "Weights", "Folded", "Run"], Documents.Headings(body));
        Assert.Contains("3 of 4 BatchNormalizations folded, 1 kept.", body.Value, StringComparison.Ordinal);
        Assert.Contains("KeptByRequest", body.Value, StringComparison.Ordinal);
        Assert.Contains("output 'mask' is constant", body.Value, StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime 1.2.3", body.Value, StringComparison.Ordinal);
        Assert.Contains("--keep '/6/*'", body.Value, StringComparison.Ordinal);
        Assert.Matches("[0-9a-f]{64}", body.Value);
        Assert.Equal(6, body.Descendants("figure").Count());
    }

    [Fact]
    public void Needs_nothing_from_elsewhere() => Documents.NeedsNothingFromElsewhere(Page());

    [Fact]
    public void Names_cannot_become_markup() => Documents.IsNotTakenIn(FoldPage.Of(SampleRun.Of(Documents.Hostile)), times: 20);

    [Fact]
    public void Is_the_same_every_time_but_for_the_time() => Assert.Equal(Time().Replace(Page(), ""), Time().Replace(Page(), ""));

    [Fact]
    public void Shows_the_worst_of_many_places_first_and_all_on_demand()
    {
        var run = SampleRun.Of("x");
        var sites = Enumerable.Range(0, 100).Select(i => SampleRun.Site($"s{i}", i * 1e-6)).ToArray();
        var body = Documents.Body(FoldPage.Of(run with { Verification = run.Verification! with { Sites = sites } }));
        var plots = body.Descendants("table").Where(table => table.Attribute("class")?.Value == "plot").Take(2).ToArray();
        Assert.Equal([20, 100], plots.Select(plot => plot.Descendants("tbody").Single().Elements("tr").Count()));
        Assert.StartsWith("s99", plots[0].Descendants("tbody").Single().Elements("tr").First().Value, StringComparison.Ordinal);
        Assert.Contains(plots[1].Ancestors("details"), details => details.Attribute("open") is null);
    }

    [Fact]
    public void A_model_without_BatchNormalization_has_a_page_too()
    {
        var run = SampleRun.Of("x") with { Outcomes = [], Arithmetic = [], Weights = [], Verification = null, Warnings = [], Folded = 0, Kept = 0 };
        var body = Documents.Body(FoldPage.Of(run));
        Assert.Contains("The model has no BatchNormalization.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));
    }

    private string Page(params string[] options)
    {
        var report = _folder.File("report.html");
        var run = Tool.Run([Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "--report", report, .. options]);
        Assert.Equal(0, run.ExitCode);
        return File.ReadAllText(report);
    }

    [GeneratedRegex(@"\d+\.\d s<")]
    private static partial Regex Time();
}
