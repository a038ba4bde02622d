using System.Text.Json;
using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class StatsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_is_as_reviewed() => Snapshot.Matches("help-stats", Tool.Run("stats", "--help").Output);

    [Fact]
    public void Shows_a_table_and_reports_the_same()
    {
        var samples = SampleFiles.Write(_folder, 80, 20);
        var run = Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "--report", _folder.File("s.json"), "--report", _folder.File("s.html"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("\ndata      80 samples in 80 files\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  node +channels +drift, σ +worst channel +mean shift, σ +variance × +KL, nats +beyond\n", run.Output);
        Assert.Matches(@"\ndrifts    \d of 4 BatchNormalization; \d+ % of all channels are beyond 0.25 σ, the farthest by .* σ   ONNX Runtime \d", run.Output);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("s.json")));
        Assert.Equal("drifts", report.RootElement.GetProperty("verdict").GetString());
        var page = File.ReadAllText(_folder.File("s.html"));
        foreach (var node in report.RootElement.GetProperty("nodes").EnumerateArray())
        {
            var name = System.Text.RegularExpressions.Regex.Escape(node.GetProperty("node").GetString()!);
            Assert.Matches($@"\n  {name} +{node.GetProperty("channels").GetInt32()} +█", run.Output);
            Assert.Equal(80, node.GetProperty("count")[0].GetInt64());
            Assert.Matches($"<code>{name}</code>", page);
        }
        var channels = report.RootElement.GetProperty("nodes").EnumerateArray().Sum(node => node.GetProperty("channels").GetInt32());
        Assert.Equal(2 * channels, page.Split("<title>channel ").Length - 1);
    }

    [Fact]
    public void Drift_fails_only_where_that_is_asked_for()
    {
        var samples = SampleFiles.Write(_folder, 20, 20);
        var run = Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "-q", "--fail-on-drift", "--threshold", "0.5");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("mlp.onnx: the data does not fit the stored statistics", run.OneError, StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "-q", "--fail-on-drift", "--threshold", "1000").ExitCode);
    }

    [Fact]
    public void Merged_parts_give_the_figures_of_one_run()
    {
        var samples = SampleFiles.Write(_folder, 80, 20);
        string[] whole = ["stats", Repository.Model("mlp.onnx"), "--data", samples, "-q"];
        string[] parts = [.. Enumerable.Range(0, 3).Select(part => _folder.File($"part-{part}.json"))];
        for (var part = 0; part < 3; part++)
            Assert.Equal(0, Tool.Run([.. whole, "--shard", $"{part}/3", "--moments", parts[part]]).ExitCode);
        Tool.Run([.. whole, "--report", _folder.File("whole.json")]);
        var merge = Tool.Run(["stats", "--merge", .. parts, "--report", _folder.File("merged.json"), "-q"]);
        Assert.Equal((0, ""), (merge.ExitCode, merge.Errors));
        using var expected = JsonDocument.Parse(File.ReadAllText(_folder.File("whole.json")));
        using var found = JsonDocument.Parse(File.ReadAllText(_folder.File("merged.json")));
        Assert.Equal(80, found.RootElement.GetProperty("samples").GetInt64());
        foreach (var figure in new[] { "observed_mean", "observed_variance" })
        {
            foreach (var (one, other) in Figures(expected, figure).Zip(Figures(found, figure))) Assert.Equal(1, other / one, 1e-12);
        }

        var missing = Tool.Run("stats", "--merge", parts[0], parts[2]);
        Assert.Equal((0, "bnfold: warning: 1 of 3 parts are missing: 1\n"), (missing.ExitCode, missing.Errors.Split('\n')[0] + "\n"));
        var twice = Tool.Run("stats", "--merge", parts[0], parts[1], parts[0]);
        Assert.Equal((2, $"{parts[0]}: is part 0 of 3, and so is {parts[0]}"), (twice.ExitCode, twice.OneError));
    }

    [Fact]
    public void Refuses_parts_of_another_model_and_what_is_no_part()
    {
        var samples = SampleFiles.Write(_folder, 2, 20);
        Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "--moments", _folder.File("a.json"), "-q");
        var text = File.ReadAllText(_folder.File("a.json"));
        File.WriteAllText(_folder.File("b.json"), text.Replace("\"sha256\":\"", "\"sha256\":\"0", StringComparison.Ordinal));
        File.WriteAllText(_folder.File("c.json"), "{}");
        File.WriteAllText(_folder.File("d.json"), text.Replace("\"scale\":[", "\"scale\":[1,", StringComparison.Ordinal));
        Assert.Contains("b.json: is of another model than", Tool.Run("stats", "--merge", _folder.File("a.json"), _folder.File("b.json")).OneError, StringComparison.Ordinal);
        Assert.Contains("c.json: not usable as moments", Tool.Run("stats", "--merge", _folder.File("c.json")).OneError, StringComparison.Ordinal);
        Assert.EndsWith("its lists differ in length", Tool.Run("stats", "--merge", _folder.File("d.json")).OneError, StringComparison.Ordinal);
        Assert.Equal(2, Tool.Run("stats", "--merge", _folder.File("absent.json")).ExitCode);
    }

    [Fact]
    public void A_corrupt_file_is_one_line_or_is_skipped_with_a_warning()
    {
        var samples = SampleFiles.Write(_folder, 20, 20);
        File.WriteAllBytes(Path.Combine(samples, "007.npy"), [1, 2, 3]);
        var run = Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "--moments", _folder.File("m.json"));
        Assert.Equal((2, $"{samples}/007.npy: is no NumPy array: it doesn't begin with \\x93NUMPY"), (run.ExitCode, run.OneError));
        Assert.False(File.Exists(_folder.File("m.json")));
        var skipped = Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "--skip-bad");
        Assert.Contains("\ndata      19 samples in 20 files, 1 skipped\n", skipped.Output, StringComparison.Ordinal);
        Assert.Contains("warning: skipped: ", skipped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_leaves_nothing_behind()
    {
        var samples = SampleFiles.Write(_folder, 5, 20);
        var before = _folder.Content;
        var run = Tool.Run(
            Comparisons.Agree, Ink.None, new CancellationToken(canceled: true),
            "stats", Repository.Model("mlp.onnx"), "--data", samples, "--moments", _folder.File("m.json"), "--report", _folder.File("r.json"));
        Assert.Equal((130, "interrupted; nothing was written"), (run.ExitCode, run.OneError));
        Assert.Equal(before, _folder.Content);
    }

    [Theory]
    [InlineData("no model given", "stats")]
    [InlineData("no data given: --data DIR", "stats", "m.onnx")]
    [InlineData("'4/4' is not a part such as 0/16, the first of sixteen, or 15/16, the last (--shard)", "stats", "m.onnx", "--shard", "4/4")]
    [InlineData("--shard without --moments: nothing could be merged", "stats", "m.onnx", "--data", "d", "--shard", "0/4")]
    [InlineData("--merge takes no model and no data: what they were is in the parts", "stats", "m.onnx", "--merge", "a.json")]
    [InlineData("'NCW' is not one of NCHW, NHWC (--layout)", "stats", "m.onnx", "--data", "d", "--layout", "NCW")]
    [InlineData("nothing can be divided by 0 (--std)", "stats", "m.onnx", "--data", "d", "--std", "1,0,1")]
    [InlineData("'a=1,x' is no number such as 0.5 or 1/255, nor one for each channel as in 0.485,0.456,0.406 (--mean)", "stats", "m.onnx", "--data", "d", "--mean", "a=1,x")]
    public void Refuses_what_makes_no_sense(string problem, params string[] args) =>
        Assert.Equal((2, $"{problem}; 'bnfold --help' explains"), (Tool.Run(args).ExitCode, Tool.Run(args).OneError));

    private static IEnumerable<double> Figures(JsonDocument report, string figure) =>
        report.RootElement.GetProperty("nodes").EnumerateArray()
            .SelectMany(node => node.GetProperty(figure).EnumerateArray().Select(number => number.GetDouble()));
}
