using BnFold.Cli.Reports.Html;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed class CheckPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var page = _folder.File("check.html");
        Assert.Equal(0, Tool.Run("check", Repository.Model("mlp.onnx"), "--report", page, "-q").ExitCode);
        var body = Documents.Body(File.ReadAllText(page));
        Assert.Equal(["Node by node", "Figures", "Suspicious statistics", "Run"], Documents.Headings(body));
        Assert.Contains("Agrees 4 of 4 BatchNormalizations agree with the reference.", body.Value, StringComparison.Ordinal);
        Assert.Contains("a negative scale", body.Value, StringComparison.Ordinal);
        Assert.Contains("fed to input", body.Value, StringComparison.Ordinal);
        Assert.Matches("[0-9a-f]{64}", body.Value);
        var plot = body.Descendants("table").Single(table => table.Attribute("class")?.Value == "plot");
        Assert.Equal(4, plot.Descendants("tbody").Single().Elements("tr").Count());
    }

    [Fact]
    public void Marks_what_differs_and_says_what_was_not_compared()
    {
        var body = Documents.Body(CheckPage.Of(SampleCheck.Of("x")));
        Assert.Contains("Differs 1 of 4 BatchNormalizations agree with the reference.", body.Value, StringComparison.Ordinal);
        Assert.Contains("The first that does not is 'x': channel 6 x.", body.Value, StringComparison.Ordinal);
        Assert.Equal(2, body.Descendants("tr").Count(row => row.Attribute("class")?.Value == "bad"));
        string[] figures = ["8", "1.5e-06", "25 %", "12", "1", "5", "6", "agrees: x"];
        Assert.Contains(body.Descendants("tr"), row => row.Elements("td").Select(cell => cell.Value).SequenceEqual(figures));
        Assert.Contains("reference only: x", body.Value, StringComparison.Ordinal);
        Assert.Contains("not checked: x", body.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_BatchNormalization_has_a_page_too()
    {
        var run = SampleCheck.Of("x");
        var body = Documents.Body(CheckPage.Of(run with { Check = run.Check with { Nodes = [], Failure = null } }));
        Assert.Contains("The model has no BatchNormalization.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));
    }

    [Fact]
    public void Needs_nothing_from_elsewhere() => Documents.NeedsNothingFromElsewhere(CheckPage.Of(SampleCheck.Of("x")));

    [Fact]
    public void Names_cannot_become_markup() => Documents.IsNotTakenIn(CheckPage.Of(SampleCheck.Of(Documents.Hostile)), times: 20);
}
