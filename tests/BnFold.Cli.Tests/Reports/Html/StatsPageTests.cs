using BnFold.Cli.Reports.Html;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed class StatsPageTests
{
    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var body = Documents.Body(StatsPage.Of(SampleStatistics.Of("x")));
        Assert.Equal(["Remarks", "Layer by layer", "Figures", "Not measured", "Channel by channel", "Run"], Documents.Headings(body));
        string[] figures = ["2", "0.75", "1", "2.06", "-2.00", "2.25", "0.50", "50 %", "1"];
        Assert.Contains(body.Descendants("tr"), row => row.Elements("td").Select(cell => cell.Value).SequenceEqual(figures));
        Assert.Contains("has a scale of 0 in channels 1", body.Value, StringComparison.Ordinal);
        Assert.Contains("skipped: 2 more", body.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_BatchNormalization_has_a_page_too()
    {
        var run = SampleStatistics.Of("x") with { Nodes = [], Skipped = [], SkippedCount = 0, Verdict = DriftVerdict.NotMeasured };
        var body = Documents.Body(StatsPage.Of(run));
        Assert.Contains("Not measured The model has no BatchNormalization.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));
    }

    [Fact]
    public void Needs_nothing_from_elsewhere() => Documents.NeedsNothingFromElsewhere(StatsPage.Of(SampleStatistics.Of("x")));

    [Fact]
    public void Names_cannot_become_markup() => Documents.IsNotTakenIn(StatsPage.Of(SampleStatistics.Of(Documents.Hostile)), times: 10);
}
