using System.Globalization;
using System.Text.Json.Nodes;
using BnFold.Cli.Tests.Support;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>Reports and moments that were changed by hand, or on the way: exit 2, one line.</summary>
public sealed class DamagedJsonTests : IDisposable
{
    private const string NoCertificate = "not usable as a certificate: ";
    private const string NoMoments = "is no file of 'bnfold stats --moments': ";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("schema_version", "\"1\"", "its schema_version is not 1")]
    [InlineData("schema_version", "null", "its schema_version is not 1")]
    [InlineData("schema_version", "[1]", "its schema_version is not 1")]
    [InlineData("schema_version", "1.5", "its schema_version is not 1")]
    [InlineData("command", "1", "it is no report of a fold or a comparison")]
    [InlineData("command", "\"\\ud800\"", "it holds text that is none")]
    public void A_certificate_whose_head_is_damaged_is_refused(string property, string value, string problem)
    {
        var run = Judge(Certificate(property, value));
        Assert.Equal((2, $"{_folder.File("c.json")}: {NoCertificate}{problem}"), (run.ExitCode, run.OneError));
    }

    [Theory]
    [InlineData("input", "3"), InlineData("input", "{\"sha256\":3}"), InlineData("output", "null"), InlineData("output", "[]")]
    [InlineData("verification", "[]"), InlineData("verification", "{\"verdict\":true}")]
    public void A_certificate_that_is_damaged_elsewhere_does_not_hold(string property, string value)
    {
        var run = Judge(Certificate(property, value));
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("internal error", run.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]"), InlineData("null"), InlineData("{\"assume_inference\":\"yes\"}")]
    public void Damaged_options_of_a_certificate_suppose_nothing(string value) => Assert.Equal(0, Judge(Certificate("options", value)).ExitCode);

    [Theory]
    [InlineData("model", "null"), InlineData("nodes", "null"), InlineData("skipped", "null"), InlineData("merged", "null")]
    [InlineData("model.path", "null"), InlineData("nodes.0.node", "null"), InlineData("nodes.0.scale", "null"), InlineData("nodes.0.count", "null")]
    [InlineData("nodes.0.count.0", "null"), InlineData("samples", "null"), InlineData("samples", "\"x\"")]
    public void Moments_that_lack_something_are_refused(string path, string value) => RefusesMoments(path, value, "it holds something else");

    [Theory]
    [InlineData("nodes.0", "null"), InlineData("skipped", "[null]"), InlineData("merged", "[null]"), InlineData("model.external_files", "[null]")]
    [InlineData("model.sha256", "null")]
    [InlineData("samples", "-1"), InlineData("files", "-1"), InlineData("left_out", "-1"), InlineData("skipped_count", "-1")]
    [InlineData("nodes.0.count.0", "-1"), InlineData("nodes.0.not_finite.0", "-1")]
    [InlineData("merged", "[{\"shard\":0,\"shards\":1,\"files\":-1,\"sha256\":\"00\"}]")]
    public void Moments_that_can_not_have_been_counted_are_refused(string path, string value) =>
        RefusesMoments(path, value, "its lists differ in length, a count is negative, or its parts contradict themselves");

    [Fact]
    public void Refuses_folders_pipes_and_links_that_lead_nowhere()
    {
        var (model, pipe, link) = (Repository.Model("mlp.onnx"), NamedPipe.Make(_folder.File("pipe")), _folder.File("link"));
        File.CreateSymbolicLink(link, _folder.File("gone"));
        var nowhere = $"it is a link to '{_folder.File("gone")}', where no file is";
        foreach (var (path, problem) in new[] { (_folder.Path, "it is a folder"), (pipe, "it is empty, or not a regular file"), (link, nowhere) })
        {
            var certificate = Tool.Run(Comparisons.Forbidden, "verify", model, model, "--certificate", path);
            Assert.Equal((2, $"{path}: {NoCertificate}{problem}"), (certificate.ExitCode, certificate.OneError));
            var merge = Tool.Run("stats", "--merge", path);
            Assert.Equal((2, $"{path}: {problem}"), (merge.ExitCode, merge.OneError));
        }
        var fed = Tool.Run(Comparisons.Forbidden, "verify", model, model, "--input", $"input={pipe}:float32[1,20]");
        Assert.Equal((2, $"{pipe}: has 0 bytes; as float32[1, 20] it should have 80"), (fed.ExitCode, fed.OneError));
    }

    /// <summary>The report of a fold with one property changed.</summary>
    private string Certificate(string property, string value)
    {
        var path = _folder.File("c.json");
        Tool.Run(Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "--report", path, "-q");
        return Damage(path, property, value);
    }

    private ToolRun Judge(string certificate) => Tool.Run(
        Comparisons.Forbidden, "verify", Repository.Model("mlp.onnx"), _folder.File("folded.onnx"), "--certificate", certificate);

    private void RefusesMoments(string property, string value, string problem)
    {
        var path = _folder.File("m.json");
        Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", SampleFiles.Write(_folder, 2, 20), "--moments", path, "-q");
        var run = Tool.Run("stats", "--merge", Damage(path, property, value));
        Assert.Equal((2, $"{path}: {NoMoments}{problem}"), (run.ExitCode, run.OneError));
    }

    private static string Damage(string path, string property, string value)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        var (place, names) = (root, property.Split('.'));
        foreach (var name in names[..^1]) place = place is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : place[name]!;
        // A value may be text that no node can hold.
        if (place is JsonArray items) items[int.Parse(names[^1], CultureInfo.InvariantCulture)] = "DAMAGED";
        else place[names[^1]] = "DAMAGED";
        File.WriteAllText(path, root.ToJsonString().Replace("\"DAMAGED\"", value, StringComparison.Ordinal));
        return path;
    }
}
