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
    public void The_page_shows_the_command_as_a_shell_takes_it()
    {
        var page = _folder.File("my page.html");
        Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", SampleFiles.Write(_folder, 20, 20), "--report", page, "-q");
        Assert.Contains($"--report &#39;{page}&#39; -q", File.ReadAllText(page), StringComparison.Ordinal);
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

    [Theory]
    [InlineData(80, 1)]
    [InlineData(2, 40)]
    public void Merged_parts_give_the_figures_of_one_run(int files, int samplesOfFile)
    {
        var samples = SampleFiles.Write(_folder, files, samplesOfFile, 20);
        File.WriteAllBytes(Path.Combine(samples, "broken.npy"), [1, 2, 3]);
        File.WriteAllBytes(Path.Combine(samples, "holed.npy"), SampleFiles.Npy([.. Enumerable.Repeat(float.NaN, 40)], 2, 20));
        string[] data = ["--data", samples, "--skip-bad", "-q"];
        var parts = Measure(5, data);
        Tool.Run(["stats", Repository.Model("mlp.onnx"), .. data, "--report", _folder.File("whole.json")]);
        var merge = Tool.Run(["stats", "--merge", .. parts, "--report", _folder.File("merged.json"), "-q"]);
        Assert.Equal(0, merge.ExitCode);
        using var expected = JsonDocument.Parse(File.ReadAllText(_folder.File("whole.json")));
        using var found = JsonDocument.Parse(File.ReadAllText(_folder.File("merged.json")));
        Assert.Equal((files + 2, 80, 3), (Count(found, "files"), Count(found, "samples"), Count(found, "skipped_count")));
        foreach (var count in new[] { "files", "samples", "skipped_count" }) Assert.Equal(Count(expected, count), Count(found, count));
        Assert.Equal(Skipped(expected), Skipped(found));
        foreach (var figure in new[] { "observed_mean", "observed_variance" })
        {
            foreach (var (one, other) in Figures(expected, figure).Zip(Figures(found, figure))) Assert.Equal(1, other / one, 1e-12);
        }

        static long Count(JsonDocument report, string name) => report.RootElement.GetProperty(name).GetInt64();
        static IEnumerable<string?> Skipped(JsonDocument report) => report.RootElement.GetProperty("skipped").EnumerateArray()
            .Select(skipped => skipped.GetProperty("problem").GetString()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Says_which_parts_are_missing_and_refuses_what_would_count_twice()
    {
        var samples = SampleFiles.Write(_folder, 6, 20);
        var parts = Measure(3, "--data", samples, "-q");
        var missing = Tool.Run("stats", "--merge", parts[0], parts[2]);
        Assert.Equal((0, "bnfold: warning: 1 of 3 parts are missing: 1\n"), (missing.ExitCode, missing.Errors.Split('\n')[0] + "\n"));
        var twice = Tool.Run("stats", "--merge", parts[0], parts[1], parts[0]);
        Assert.Equal((2, $"{parts[0]}: is part 0 of 3, and so is {parts[0]}"), (twice.ExitCode, twice.OneError));

        var some = _folder.File("some.json");
        Tool.Run("stats", "--merge", parts[0], parts[1], "--moments", some, "-q");
        var again = Tool.Run("stats", "--merge", some, parts[1]);
        Assert.Equal((2, $"{parts[1]}: is part 1 of 3, and so is {some}"), (again.ExitCode, again.OneError));
        Assert.Contains("\ndata      6 samples in 6 files\n", Tool.Run("stats", "--merge", some, parts[2]).Output, StringComparison.Ordinal);

        var (whole, copy) = (_folder.File("whole.json"), _folder.File("copy.json"));
        Tool.Run(["stats", "--merge", .. parts, "--moments", whole, "-q"]);
        File.Copy(whole, copy);
        var same = Tool.Run("stats", "--merge", whole, copy);
        Assert.Equal((2, $"{copy}: holds the same measurement as {whole}: it would count twice"), (same.ExitCode, same.OneError));
    }

    [Fact]
    public void Knows_the_parts_of_a_complete_merge_and_merges_it_with_another()
    {
        var samples = SampleFiles.Write(_folder, 6, 20);
        var (day, parts) = (_folder.File("day.json"), Measure(3, "--data", samples, "-q"));
        Tool.Run(["stats", "--merge", .. parts, "--moments", day, "-q"]);
        var twice = Tool.Run("stats", "--merge", parts[1], day);
        Assert.Equal((2, $"{parts[1]}: holds the same measurement as {day}: it would count twice"), (twice.ExitCode, twice.OneError));

        foreach (var path in Directory.GetFiles(samples).Order(StringComparer.Ordinal).Take(3)) File.Delete(path);
        var next = Measure(3, "--data", Directory.GetFiles(samples)[0], "-q");
        var both = _folder.File("both.json");
        var merge = Tool.Run("stats", "--merge", day, next[0], next[1], next[2], "--moments", both);
        Assert.Contains("\ndata      7 samples in 7 files\n", merge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", merge.Errors, StringComparison.Ordinal);
        Assert.EndsWith($" {both}: it would count twice", Tool.Run("stats", "--merge", both, day).OneError, StringComparison.Ordinal);
        Assert.EndsWith($" {both}: it would count twice", Tool.Run("stats", "--merge", both, next[0]).OneError, StringComparison.Ordinal);
        Assert.Contains("\ndata      7 samples in 7 files\n", Tool.Run("stats", "--merge", both).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"external_files\":[]", "\"external_files\":[{\"path\":\"w.bin\",\"bytes\":1,\"sha256\":\"00\"}]", "is of a model with other weights than")]
    [InlineData("\"shard\":1,", "\"shard\":5,", "is no file of 'bnfold stats --moments'")]
    public void Parts_that_do_not_belong_together_are_refused(string was, string becomes, string problem)
    {
        var parts = Measure(2, "--data", SampleFiles.Write(_folder, 4, 20), "-q");
        var content = File.ReadAllText(parts[1]);
        Assert.Contains(was, content, StringComparison.Ordinal);
        File.WriteAllText(parts[1], content.Replace(was, becomes, StringComparison.Ordinal));

        var merge = Tool.Run(["stats", "--merge", .. parts]);
        Assert.Equal(2, merge.ExitCode);
        Assert.StartsWith($"{parts[1]}: {problem}", merge.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_gets_nothing_but_infinities_drifts_by_no_distance()
    {
        TinyModel.ConvBatchNorm(Half.MaxValue, Half.One).Save(_folder.File("model.onnx"));
        File.WriteAllBytes(_folder.File("x.npy"), SampleFiles.Npy(Enumerable.Repeat((Half)2, 16).ToArray(), 1, 1, 4, 4));
        var run = Tool.Run("stats", _folder.File("model.onnx"), "--data", _folder.File("x.npy"), "--report", _folder.File("s.json"));
        Assert.Contains("\n  bn: got 16 numbers that are not finite\ndrifts    1 of 1 BatchNormalization   ONNX Runtime", run.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("s.json")));
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("max_distance").ValueKind);
    }

    [Fact]
    public void A_model_without_BatchNormalization_can_not_be_measured()
    {
        TinyModel.Relu().Save(_folder.File("relu.onnx"));
        var run = Tool.Run("stats", _folder.File("relu.onnx"), "--data", SampleFiles.Write(_folder, 2, 2), "--fail-on-drift");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal($"{_folder.File("relu.onnx")}: nothing could be measured: it has no BatchNormalization", run.OneError);
    }

    [Fact]
    public void Merges_what_was_measured_on_other_data_but_not_parts_that_saw_other_files()
    {
        var samples = SampleFiles.Write(_folder, 6, 20);
        string[] model = ["stats", Repository.Model("mlp.onnx"), "-q", "--data"];
        Tool.Run([.. model, Path.Combine(samples, "000.npy"), "--moments", _folder.File("a.json")]);
        Tool.Run([.. model, Path.Combine(samples, "001.npy"), "--moments", _folder.File("b.json")]);
        var merge = Tool.Run("stats", "--merge", _folder.File("a.json"), _folder.File("b.json"));
        Assert.Contains("\ndata      2 samples in 2 files\n", merge.Output, StringComparison.Ordinal);

        Tool.Run([.. model, samples, "--shard", "0/2", "--moments", _folder.File("0.json")]);
        File.Delete(Path.Combine(samples, "000.npy"));
        Tool.Run([.. model, samples, "--shard", "1/2", "--moments", _folder.File("1.json")]);
        var torn = Tool.Run("stats", "--merge", _folder.File("0.json"), _folder.File("1.json"));
        Assert.Equal(2, torn.ExitCode);
        Assert.EndsWith("1.json: its data had 5 files, and that of " + _folder.File("0.json") + " 6: all parts must see the same", torn.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_without_samples_is_written_and_merges_as_nothing()
    {
        var samples = SampleFiles.Write(_folder, 1, 2, 20);
        string[] model = ["stats", Repository.Model("mlp.onnx"), "--data", samples, "-q"];
        var parts = Measure(3, "--data", samples, "-q");
        var run = Tool.Run([.. model, "--shard", "2/3", "--moments", parts[2]]);
        Assert.Equal((0, "warning: part 2 of 3 has no sample: there are fewer samples than parts"), (run.ExitCode, run.OneError));
        var aloud = Tool.Run("stats", Repository.Model("mlp.onnx"), "--data", samples, "--shard", "2/3", "--moments", parts[2]).Output;
        Assert.Contains(": not measured: it got nothing\n", aloud, StringComparison.Ordinal);
        Assert.Contains("\ndata      2 samples in 1 file\n", Tool.Run(["stats", "--merge", .. parts]).Output, StringComparison.Ordinal);
        var nothing = Tool.Run("stats", "--merge", parts[2]);
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains(nothing.Errors.Split('\n'), line => line.EndsWith("part-2.json: there is no sample in it", StringComparison.Ordinal));
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
        const string Foreign = "is no file of 'bnfold stats --moments'";
        File.WriteAllText(_folder.File("e.json"), "{\"kind\":\"bnfold moments\",\"samples\":[]}");
        File.WriteAllText(_folder.File("f.json"), text[..100]);
        File.WriteAllText(_folder.File("g.json"), "[1]");
        Assert.Equal($"{_folder.File("c.json")}: {Foreign}: it holds something else", Tool.Run("stats", "--merge", _folder.File("c.json")).OneError);
        Assert.Equal($"{_folder.File("e.json")}: {Foreign}: it holds something else", Tool.Run("stats", "--merge", _folder.File("e.json")).OneError);
        Assert.Equal($"{_folder.File("f.json")}: {Foreign}: it is no JSON, or not the whole of it", Tool.Run("stats", "--merge", _folder.File("f.json")).OneError);
        Assert.Equal($"{_folder.File("g.json")}: {Foreign}: it holds something else", Tool.Run("stats", "--merge", _folder.File("g.json")).OneError);
        Assert.Equal($"{_folder.File("absent.json")}: there is no such file", Tool.Run("stats", "--merge", _folder.File("absent.json")).OneError);
        Assert.EndsWith("its lists differ in length, a count is negative, or its parts contradict themselves", Tool.Run("stats", "--merge", _folder.File("d.json")).OneError, StringComparison.Ordinal);
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
    public void Refuses_to_write_over_what_it_reads_or_writes_otherwise()
    {
        var samples = SampleFiles.Write(_folder, 5, 20);
        var (part, sample) = (Measure(1, "--data", samples, "-q")[0], Path.Combine(samples, "000.npy"));
        var before = File.ReadAllBytes(part);
        Refuses("it is the path of a report", "--moments", _folder.File("x.json"), "--report", _folder.File("x.json"));
        Refuses("it is the path of another report", "--report", _folder.File("x.json"), "--report", _folder.File("./x.json"));
        Refuses("it is the path of a file of data", "--moments", sample);
        Refuses("it is the path of the model", "--moments", Repository.Model("mlp.onnx"));
        var merge = Tool.Run("stats", "--merge", part, "--moments", part);
        Assert.Equal((2, $"{part}: the report can't be written: it is the path of moments to be merged"), (merge.ExitCode, merge.OneError));
        Assert.Equal(before, File.ReadAllBytes(part));

        void Refuses(string problem, params string[] args)
        {
            var run = Tool.Run(["stats", Repository.Model("mlp.onnx"), "--data", samples, .. args]);
            Assert.Equal(2, run.ExitCode);
            Assert.EndsWith(problem, run.OneError, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.File("x.json")));
        }
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
        Assert.Equal((2, $"{problem}; 'bnfold help stats' explains"), (Tool.Run(args).ExitCode, Tool.Run(args).OneError));

    private string[] Measure(int parts, params string[] args)
    {
        string[] files = [.. Enumerable.Range(0, parts).Select(part => _folder.File($"part-{part}.json"))];
        foreach (var (part, file) in files.Index())
            Assert.Equal(0, Tool.Run(["stats", Repository.Model("mlp.onnx"), .. args, "--shard", $"{part}/{parts}", "--moments", file]).ExitCode);
        return files;
    }

    private static IEnumerable<double> Figures(JsonDocument report, string figure) =>
        report.RootElement.GetProperty("nodes").EnumerateArray()
            .SelectMany(node => node.GetProperty(figure).EnumerateArray().Select(number => number.GetDouble()));
}
