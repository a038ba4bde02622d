using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Written;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed class RecalibratePageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var report = _folder.File("my report.html");
        var samples = SampleFiles.Write(_folder, 20, 20);
        File.WriteAllBytes(Path.Combine(samples, "007.npy"), [1, 2, 3]);
        var run = Tool.Run(
            "recalibrate", Repository.Model("mlp.onnx"), "--data", samples, "--skip-bad", "-o", _folder.File("out.onnx"), "--report", report, "-q");
        Assert.Equal(0, run.ExitCode);
        var body = Documents.Body(File.ReadAllText(report));
        Assert.Equal(["Remarks", "Layer by layer", "Figures", "Run"], Documents.Headings(body));
        Assert.Contains("Recalibrated 4 of 4 BatchNormalizations estimated again, 0 left alone.", body.Value, StringComparison.Ordinal);
        Assert.Contains($"--report '{report}' -q", body.Value, StringComparison.Ordinal);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(body.Value, "[0-9a-f]{64}"));
        var plot = body.Descendants("table").Single(table => table.Attribute("class")?.Value == "plot").Descendants("tbody").Single();
        Assert.Equal(4, plot.Elements("tr").Count());
        Assert.Equal(8, plot.Descendants("circle").Count());
    }

    [Fact]
    public void Shows_figures_settings_and_what_was_left_alone()
    {
        var body = Documents.Body(RecalibratePage.Of(SampleRecalibration.Of("x")));
        string[] figures = ["0", "8", "0.50", "2.50", "25 %", "-2.00", "1.50", "1.0e-08", "3.0e-08"];
        Assert.Contains(body.Descendants("tr"), row => row.Elements("td").Select(cell => cell.Value).SequenceEqual(figures));
        Assert.Contains("The farthest channel was off by 2.50 σ, and is by 3.0e-08 σ now.", body.Value, StringComparison.Ordinal);
        Assert.Contains("running, momentum 0.25", body.Value, StringComparison.Ordinal);
        Assert.Contains("4 samples at the end don't fill a batch", body.Value, StringComparison.Ordinal);
        var one = SampleRecalibration.Of("x").Recalibration with { LeftOut = 1 };
        Assert.Equal("1 sample at the end doesn't fill a batch and was not used", RecalibrateWording.LeftOut(one));
        Assert.Contains("skipped: 2 more", body.Value, StringComparison.Ordinal);
        Assert.Contains("Left alone", body.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_nothing_was_written_and_marks_the_layer()
    {
        var run = SampleRecalibration.Of("x");
        run = run with
        {
            Output = new("y", Written: false, null, null, null),
            Recalibration = run.Recalibration with { Nodes = [SampleRecalibration.Node("a"), SampleRecalibration.Node("b")], Unsettled = ["b"] },
        };
        var body = Documents.Body(RecalibratePage.Of(run));
        Assert.Contains("The statistics of 'b' don't fit the data they were made from", body.Value, StringComparison.Ordinal);
        Assert.Contains("y (not written)", body.Value, StringComparison.Ordinal);
        Assert.StartsWith("b", Assert.Single(body.Descendants("tr"), row => row.Attribute("class")?.Value == "bad").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_nothing_to_estimate_has_a_page_too()
    {
        var run = SampleRecalibration.Of("x");
        run = run with { Recalibration = run.Recalibration with { Nodes = [], LeftAlone = [], LeftOut = 0, Skipped = [], SkippedCount = 0 } };
        var body = Documents.Body(RecalibratePage.Of(run));
        Assert.Contains("The model has no BatchNormalization.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));
    }

    [Fact]
    public void Needs_nothing_from_elsewhere() => Documents.NeedsNothingFromElsewhere(RecalibratePage.Of(SampleRecalibration.Of("x")));

    [Fact]
    public void Names_cannot_become_markup()
    {
        var run = SampleRecalibration.Of(Documents.Hostile);
        foreach (var unsettled in new[] { Array.Empty<string>(), [Documents.Hostile] })
            Documents.IsNotTakenIn(RecalibratePage.Of(run with { Recalibration = run.Recalibration with { Unsettled = unsettled } }), times: 10);
    }
}
