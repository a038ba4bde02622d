using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports;

public sealed partial class ReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Report_is_as_reviewed()
    {
        Run(Comparisons.Agree, "-v", "--keep", "/6/*", "--seed", "5", "--shape", "input=4,20");
        Snapshot.Matches("report", Varying().Replace(File.ReadAllText(_folder.File("report.json")), "#"));
    }

    [Fact]
    public void Report_says_what_the_text_says()
    {
        var run = Run(Comparisons.Agree, "-v", "--keep", "/6/*");
        var text = run.Output + run.Errors;
        using var report = Read();
        var root = report.RootElement;
        foreach (var outcome in root.GetProperty("outcomes").EnumerateArray())
        {
            string[] names = ["node", "reason", "detail", "forward_detail", "hint"];
            foreach (var name in names) Said(outcome.GetProperty(name).GetString());
            foreach (var host in outcome.GetProperty("hosts").EnumerateArray()) Said(host.GetProperty("node").GetString());
        }
        var verification = root.GetProperty("verification");
        foreach (var warning in verification.GetProperty("warnings").EnumerateArray()) Said(warning.GetString());
        foreach (var output in verification.GetProperty("outputs").EnumerateArray())
        {
            Said(output.GetProperty("name").GetString());
            Said(output.GetProperty("max_difference").GetDouble().ToString("0.0e+00"));
        }
        Said($"ONNX Runtime {verification.GetProperty("onnx_runtime").GetString()}");
        Said($"folded  {root.GetProperty("folded").GetInt32()}");
        Said($"kept    {root.GetProperty("kept").GetInt32()}");
        Said(root.GetProperty("input").GetProperty("path").GetString());
        Said(root.GetProperty("output").GetProperty("path").GetString());
        Said($"{root.GetProperty("output").GetProperty("nodes").GetInt32()} nodes");

        void Said(string? words)
        {
            if (words is not null) Assert.Contains(words, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "agrees", true), InlineData(1, "differs", false), InlineData(3, "not_possible", true)]
    public void Report_is_written_whatever_the_verdict(int exitCode, string verdict, bool written)
    {
        var run = Run(exitCode switch { 1 => Comparisons.Differ, 3 => Comparisons.NotPossible, _ => Comparisons.Agree });
        using var report = Read();
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode, report.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal(verdict, report.RootElement.GetProperty("verification").GetProperty("verdict").GetString());
        Assert.Equal(written, report.RootElement.GetProperty("output").GetProperty("written").GetBoolean());
        Assert.Equal(written ? ["folded.onnx", "report.json"] : ["report.json"], _folder.Content);
    }

    [Fact]
    public void Digests_are_of_the_files_that_are_there()
    {
        Run(Comparisons.Agree);
        using var report = Read();
        Assert.Equal(Sha256(Repository.Model("mlp.onnx")), report.RootElement.GetProperty("input").GetProperty("sha256").GetString());
        Assert.Equal(Sha256(_folder.File("folded.onnx")), report.RootElement.GetProperty("output").GetProperty("sha256").GetString());
        var bytes = report.RootElement.GetProperty("output").GetProperty("bytes").GetInt64();
        Assert.Equal(new FileInfo(_folder.File("folded.onnx")).Length, bytes);
    }

    [Fact]
    public void Digest_of_a_model_that_is_replaced_is_of_what_it_was()
    {
        var model = Repository.CopyModel("mlp.onnx", _folder);
        var before = Sha256(model);
        Tool.Run(model, "-o", model, "--report", _folder.File("report.json"));
        using var report = Read();
        Assert.Equal(before, report.RootElement.GetProperty("input").GetProperty("sha256").GetString());
        Assert.Equal(Sha256(model), report.RootElement.GetProperty("output").GetProperty("sha256").GetString());
    }

    [Fact]
    public void Dry_run_has_a_report_too()
    {
        Run(Comparisons.Forbidden, "--dry-run");
        using var report = Read();
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("verification").ValueKind);
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("output").GetProperty("sha256").ValueKind);
        Assert.Equal(["report.json"], _folder.Content);
    }

    [Fact]
    public void Any_number_of_reports_is_written_each_in_its_format()
    {
        var run = Run(Comparisons.Agree, "--report", _folder.File("a.md"), "--report", _folder.File("b.HTML"), "--report", _folder.File("a.md"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a.md", "b.HTML", "folded.onnx", "report.json"], _folder.Content);
        Assert.StartsWith("## ", File.ReadAllText(_folder.File("a.md")), StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(_folder.File("b.HTML")), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_replaces_an_older_one()
    {
        File.WriteAllText(_folder.File("report.json"), new string('x', 100_000));
        Run(Comparisons.Agree);
        Read().Dispose();
    }

    private ToolRun Run(CompareModels compare, params string[] options) => Tool.Run(
        compare, [Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "--report", _folder.File("report.json"), .. options]);

    private JsonDocument Read() => JsonDocument.Parse(File.ReadAllBytes(_folder.File("report.json")));

    /// <summary>What depends on the machine and on the day.</summary>
    [GeneratedRegex(@"(?<=_seconds"": |bytes"": )[\d.]+|(?<=sha256"": ""|dotnet"": ""|platform"": ""|os"": "")[^""]+|(?<=processors"": )\d+")]
    private static partial Regex Varying();

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
