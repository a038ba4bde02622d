using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using BnFold.Cli.Reports;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports;

/// <summary>The documents of docs/ speak of the reports as they are.</summary>
public sealed class ReportDocumentTests
{
    private static readonly string _document = Read("report.md");

    [Fact]
    public void Every_property_is_documented() =>
        Assert.All(Properties(ReportJson.Readable.FoldRunReport.GetJsonSchemaAsNode()), IsDocumented);

    [Fact]
    public void Every_name_of_a_value_is_documented() =>
        Assert.All(Names<FoldRoute>().Concat(Names<ExcerptRole>()).Concat(Names<StandIns>()).Concat(Names<Verdict>()), IsDocumented);

    [Fact]
    public void Every_property_of_a_comparison_is_documented() => Assert.All(
        Properties(ReportJson.Readable.VerifyRunReport.GetJsonSchemaAsNode()),
        name => IsDocumented(name, _document + Read("verify-report.md")));

    [Fact]
    public void Every_property_of_a_check_is_documented() => Assert.All(
        Properties(ReportJson.Readable.CheckRunReport.GetJsonSchemaAsNode())
            .Concat(Inputs).Concat(Names<BatchNormCheckVerdict>()).Concat(Names<BatchNormSuspicionKind>()),
        name => IsDocumented(name, Read("verify-report.md") + Read("check-report.md")));

    [Fact]
    public void Every_property_of_a_measurement_is_documented() => Assert.All(
        Properties(ReportJson.Readable.StatsRunReport.GetJsonSchemaAsNode())
            .Concat(Properties(ReportJson.OneLine.MomentsFacts.GetJsonSchemaAsNode())).Concat(Names<DriftVerdict>()),
        name => IsDocumented(name, Read("statistics-report.md") + Read("report.md")));

    [Fact]
    public void Every_property_of_a_recalibration_is_documented() => Assert.All(
        Properties(ReportJson.Readable.RecalibrateRunReport.GetJsonSchemaAsNode()).Concat(Names<RecalibrationMethod>()),
        name => IsDocumented(name, _document + Read("recalibrate-report.md")));

    [Fact]
    public void Every_property_of_a_benchmark_is_documented() => Assert.All(
        Properties(ReportJson.Readable.BenchRunReport.GetJsonSchemaAsNode()).Concat(Inputs).Concat(Names<BenchmarkVerdict>()),
        name => IsDocumented(name, Read("verify-report.md") + Read("bench-report.md")));

    [Fact]
    public void Every_property_of_a_line_is_documented() => Assert.All(
        Properties(ReportJson.Readable.ModelLine.GetJsonSchemaAsNode()).Concat(Names<ModelStatus>()),
        name => IsDocumented(name, Read("many-report.md")));

    /// <summary>Written by a converter, of which a schema tells nothing.</summary>
    private static IEnumerable<string> Inputs => Properties(ReportJson.Readable.InputFacts.GetJsonSchemaAsNode());

    private static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, "docs", document));

    private static void IsDocumented(string name, string document) => Assert.Contains($"`{name}`", document, StringComparison.Ordinal);

    private static void IsDocumented(string name) => Assert.Contains($"`{name}`", _document, StringComparison.Ordinal);

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static IEnumerable<string> Properties(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(child => Properties(child.Value))
            .Concat((item["properties"] as JsonObject ?? []).Select(property => property.Key)),
        JsonArray items => items.SelectMany(Properties),
        _ => [],
    };
}
