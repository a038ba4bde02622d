using BnFold.Cli.Reports.Html;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed class VerifyPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_all_that_the_run_found_out()
    {
        var page = _folder.File("my report.html");
        var model = Repository.Model("mlp.onnx");
        Assert.Equal(1, Tool.Run(Comparisons.Differ, "verify", model, model, "--report", page, "-q").ExitCode);
        var body = Documents.Body(File.ReadAllText(page));
        Assert.Equal(["Remark", "Verification", "Run"], Documents.Headings(body));
        Assert.Contains("Differs 1 of 2 outputs and 0 of 1 place that the models compute differently agree.", body.Value, StringComparison.Ordinal);
        Assert.Contains("1 of 4 sites differs, first at 'c_out'.", body.Value, StringComparison.Ordinal);
        Assert.Contains("2.5 in the original, -4.5 in the other model", body.Value, StringComparison.Ordinal);
        Assert.Contains("Outputs of the other model as ONNX Runtime optimises it", body.Value, StringComparison.Ordinal);
        Assert.Contains("other against original, at worst", body.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("folded", body.Value, StringComparison.Ordinal);
        Assert.Contains($"--report '{page}' -q", body.Value, StringComparison.Ordinal);
        Assert.Contains(body.Descendants("tr"), row => row.Elements().Select(cell => cell.Value).SequenceEqual(["nodes", "11", "11"]));
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(body.Value, "[0-9a-f]{64}"));
    }

    [Fact]
    public void Says_what_a_certificate_proves()
    {
        var run = SampleComparison.Of("x") with { Verification = null };
        var body = Documents.Body(VerifyPage.Of(run));
        Assert.Contains("Not proven Digests were compared, and nothing was run.", body.Value, StringComparison.Ordinal);
        Assert.Contains("x is no proof: x.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));

        body = Documents.Body(VerifyPage.Of(run with { Certificate = new("c.json", Holds: true, null) }));
        Assert.Contains("c.json speaks of these two files, and says that they agree.", body.Value, StringComparison.Ordinal);
        Assert.Equal(["Run"], Documents.Headings(body));
    }

    [Fact]
    public void Says_that_nothing_could_be_compared()
    {
        var model = Repository.Model("mlp.onnx");
        var page = _folder.File("v.html");
        Assert.Equal(3, Tool.Run(Comparisons.NotPossible, "verify", model, model, "--report", page, "-q").ExitCode);
        Assert.Contains("Not compared Nothing could be compared.", Documents.Body(File.ReadAllText(page)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_nothing_from_elsewhere() => Documents.NeedsNothingFromElsewhere(VerifyPage.Of(SampleComparison.Of("x")));

    [Fact]
    public void Names_cannot_become_markup() => Documents.IsNotTakenIn(VerifyPage.Of(SampleComparison.Of(Documents.Hostile)), times: 20);
}
