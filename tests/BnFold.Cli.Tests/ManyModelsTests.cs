using System.Text.Json;
using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class ManyModelsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Zoo => _folder.File("zoo");

    private string Out => _folder.File("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folds_all_models_below_a_folder_and_keeps_their_paths()
    {
        Place("mlp.onnx", "a/mlp.onnx", "b/c/mlp.onnx");
        var run = Tool.Run(Zoo, "--output-dir", Out, "-j", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a/mlp.onnx", "b/c/mlp.onnx"], Written());
        Assert.Matches(@"^verified  \S+a/mlp\.onnx  folded 4, kept 0  11 -> 7 nodes .*\nverified  \S+b/c/mlp\.onnx ", run.Output);
        Assert.Matches(@"\nall\s+2\s+8\s+0 ", run.Output);
    }

    [Fact]
    public void Follows_no_link_to_a_folder()
    {
        Place("mlp.onnx", "a/mlp.onnx");
        Directory.CreateSymbolicLink(Path.Combine(Zoo, "a", "loop"), Zoo);
        Assert.Equal(0, Tool.Run(Zoo, "--output-dir", Out).ExitCode);
        Assert.Equal(["a/mlp.onnx"], Written());
    }

    [Fact]
    public void A_model_comes_out_as_it_does_alone()
    {
        Place("resnet_small.onnx", "r.onnx");
        Tool.Run(Zoo, "--output-dir", Out);
        Tool.Run(Path.Combine(Zoo, "r.onnx"), "-o", _folder.File("alone.onnx"));
        Assert.Equal(File.ReadAllBytes(_folder.File("alone.onnx")), File.ReadAllBytes(Path.Combine(Out, "r.onnx")));
    }

    [Fact]
    public void A_model_that_fails_stops_no_other()
    {
        Place("mlp.onnx", "a.onnx", "z.onnx");
        File.WriteAllText(Path.Combine(Zoo, "broken.onnx"), "no model");
        var run = Tool.Run(Zoo, "--output-dir", Out, "-j", "1");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["a.onnx", "z.onnx"], Written());
        Assert.Contains("broken.onnx: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("unusable  ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Differ", true), InlineData(1, "Differ", false), InlineData(3, "NotPossible", false), InlineData(2, "NotPossible", true), InlineData(3, "Absent", false)]
    public void Exit_code_is_that_of_the_worst(int expected, string comparison, bool withBroken)
    {
        Place("mlp.onnx", "a.onnx");
        if (withBroken) File.WriteAllText(Path.Combine(Zoo, "broken.onnx"), "no model");
        CompareModels compare = comparison switch
        {
            "Differ" => Comparisons.Differ,
            "Absent" => Comparisons.Absent,
            _ => Comparisons.NotPossible,
        };
        Assert.Equal(expected, Tool.Run(compare, Zoo, "--output-dir", Out, "-q").ExitCode);
        Assert.Equal(comparison == "Differ" ? [] : ["a.onnx"], Written());
    }

    [Fact]
    public void Goes_on_where_an_earlier_run_stopped()
    {
        Place("mlp.onnx", "a.onnx", "b.onnx", "c.onnx");
        Tool.Run(Path.Combine(Zoo, "a.onnx"), Path.Combine(Zoo, "b.onnx"), "--output-dir", Out);
        File.SetLastWriteTimeUtc(Path.Combine(Zoo, "b.onnx"), DateTime.UtcNow.AddMinutes(1));
        var before = File.GetLastWriteTimeUtc(Path.Combine(Out, "a.onnx"));
        var run = Tool.Run(Zoo, "--output-dir", Out, "--skip-existing");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^skipped .*a\.onnx\nverified .*b\.onnx .*\nverified .*c\.onnx ", run.Output);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(Out, "a.onnx")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folds_again_where_data_is_newer_or_gone(bool isGone)
    {
        Directory.CreateDirectory(Zoo);
        File.WriteAllBytes(Path.Combine(Zoo, "w.bin"), BitConverter.GetBytes((Half)3));
        TinyModel.ExternalConvBatchNorm("w.bin").Save(Path.Combine(Zoo, "m.onnx"));
        Tool.Run(Zoo, "--output-dir", Out);
        Assert.StartsWith("skipped ", Tool.Run(Zoo, "--output-dir", Out, "--skip-existing").Output, StringComparison.Ordinal);
        if (isGone) File.Delete(Directory.EnumerateFiles(Out, "*.data").Single());
        else File.SetLastWriteTimeUtc(Path.Combine(Zoo, "w.bin"), DateTime.UtcNow.AddMinutes(1));
        Assert.DoesNotContain("skipped", Tool.Run(Zoo, "--output-dir", Out, "--skip-existing").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_again_changes_nothing()
    {
        Place("mlp.onnx", "a.onnx");
        Tool.Run(Zoo, "--output-dir", Out);
        var first = File.ReadAllBytes(Path.Combine(Out, "a.onnx"));
        Assert.Equal(0, Tool.Run(Zoo, "--output-dir", Out).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(Out, "a.onnx")));
        Assert.Equal(["a.onnx"], Written());
    }

    [Fact]
    public void Folds_a_folder_in_place()
    {
        Place("mlp.onnx", "a.onnx");
        Assert.Matches("^verified .* folded 4, kept 0 ", Tool.Run(Zoo, "--output-dir", Zoo, "--skip-existing", "--in-place").Output);
        Assert.Matches("^unchanged .* folded 0, kept 0 ", Tool.Run(Zoo, "--output-dir", Zoo, "--skip-existing", "--in-place").Output);
    }

    [Fact]
    public void Outputs_below_the_folder_of_models_are_not_taken_for_models()
    {
        Place("mlp.onnx", "a.onnx");
        var inside = Path.Combine(Zoo, "folded");
        for (var run = 0; run < 2; run++) Assert.Matches(@"\nall\s+1 ", Tool.Run(Zoo, "--output-dir", inside).Output);
    }

    [Fact]
    public void Prints_and_writes_lines_of_JSON_in_the_order_of_the_models()
    {
        Place("mlp.onnx", "a.onnx", "b.onnx", "c.onnx");
        var run = Tool.Run(Zoo, "--output-dir", Out, "--json-lines", "-j", "3", "--report", _folder.File("r.jsonl"));
        Assert.Equal(run.Output, File.ReadAllText(_folder.File("r.jsonl")).ReplaceLineEndings(Environment.NewLine));
        var lines = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["a.onnx", "b.onnx", "c.onnx"], lines.Select(line => Path.GetFileName(line.GetProperty("model").GetString())));
        Assert.All(lines, line => Assert.Equal(("verified", 4), (line.GetProperty("status").GetString(), line.GetProperty("folded").GetInt32())));
    }

    [Fact]
    public void Makes_no_folder_for_a_report_that_can_not_be_written()
    {
        var run = Tool.Run(Comparisons.Forbidden, Zoo, "--output-dir", Out, "--report", _folder.File("absent/r.jsonl"));
        Assert.Equal(2, run.ExitCode);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Weights_of_a_model_are_never_replaced()
    {
        File.WriteAllBytes(_folder.File("w.jsonl"), BitConverter.GetBytes((Half)3));
        TinyModel.ExternalConvBatchNorm("w.jsonl").Save(_folder.File("m.onnx"));
        var run = Tool.Run(Comparisons.Forbidden, _folder.File("m.onnx"), "--output-dir", Out, "--report", _folder.File("w.jsonl"));
        Assert.Equal((2, $"{_folder.File("w.jsonl")}: can't be written: it holds weights of a model"), (run.ExitCode, run.OneError));
        Assert.Equal(2, File.ReadAllBytes(_folder.File("w.jsonl")).Length);
    }

    [Fact]
    public void Replaces_no_model_unasked()
    {
        Place("mlp.onnx", "a.onnx");
        var before = File.ReadAllBytes(Path.Combine(Zoo, "a.onnx"));
        var run = Tool.Run(Comparisons.Forbidden, Zoo, "--output-dir", Zoo);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("would replace it; --in-place allows that", run.OneError, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Zoo, "a.onnx")));
    }

    [Theory]
    [InlineData("zoo", "link")]
    [InlineData("link", "zoo")]
    [InlineData("link/a.onnx", "zoo")]
    public void Replaces_no_model_by_way_of_a_link(string models, string outputs)
    {
        Place("mlp.onnx", "a.onnx");
        Directory.CreateSymbolicLink(_folder.File("link"), Zoo);
        var before = File.ReadAllBytes(Path.Combine(Zoo, "a.onnx"));
        var run = Tool.Run(Comparisons.Forbidden, _folder.File(models), "--output-dir", _folder.File(outputs));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("would replace it; --in-place allows that", run.OneError, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Zoo, "a.onnx")));
    }

    [Theory]
    [InlineData]
    [InlineData("--in-place")]
    public void Replaces_no_model_that_is_folded_too(params string[] options)
    {
        Place("mlp.onnx", "sub/a.onnx");
        var other = Path.Combine(Out, "sub", "a.onnx");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.Copy(Repository.Model("resnet_small.onnx"), other);
        var run = Tool.Run(Comparisons.Forbidden, [Zoo, Path.GetDirectoryName(other)!, "--output-dir", Out, .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("which is to be folded too", run.OneError, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Repository.Model("resnet_small.onnx")), File.ReadAllBytes(other));
    }

    [Fact]
    public void A_link_that_leads_to_itself_stops_no_other_model()
    {
        Place("mlp.onnx", "a.onnx");
        File.CreateSymbolicLink(Path.Combine(Zoo, "l.onnx"), "l.onnx");
        Assert.Equal(2, Tool.Run(Zoo, "--output-dir", Out).ExitCode);
        Assert.Equal(["a.onnx"], Written());
    }

    [Fact]
    public void A_link_into_the_folder_of_outputs_is_a_model()
    {
        Place("mlp.onnx", "out/p.onnx");
        File.CreateSymbolicLink(Path.Combine(Zoo, "l.onnx"), "out/p.onnx");
        Tool.Run(Zoo, "--output-dir", Path.Combine(Zoo, "out"));
        Assert.True(File.Exists(Path.Combine(Zoo, "out", "l.onnx")));
    }

    [Fact]
    public void Refuses_two_models_of_one_output_by_way_of_a_link()
    {
        Place("mlp.onnx", "a.onnx", "sub/a.onnx");
        Directory.CreateDirectory(Out);
        Directory.CreateSymbolicLink(Path.Combine(Out, "sub"), Out);
        var run = Tool.Run(Comparisons.Forbidden, Zoo, "--output-dir", Out);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("would both be written to", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_may_go_to_the_folder_of_outputs()
    {
        Place("mlp.onnx", "a.onnx");
        var report = Path.Combine(Out, "r.jsonl");
        var dry = Tool.Run(Comparisons.Forbidden, Zoo, "--output-dir", Out, "--report", report, "--dry-run");
        Assert.Equal(2, dry.ExitCode);
        Assert.Contains("there is no folder", dry.OneError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Assert.Equal(0, Tool.Run(Zoo, "--output-dir", Out, "--report", report).ExitCode);
        Assert.Equal(["a.onnx", "r.jsonl"], Written());
    }

    [Fact]
    public void Refuses_two_models_of_one_output()
    {
        Place("mlp.onnx", "a/m.onnx", "b/m.onnx");
        var run = Tool.Run(Comparisons.Forbidden, Path.Combine(Zoo, "a/m.onnx"), Path.Combine(Zoo, "b/m.onnx"), "--output-dir", Out);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("would both be written to", run.OneError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        Place("mlp.onnx", "a/b.onnx");
        var run = Tool.Run(Comparisons.Forbidden, Zoo, "--output-dir", Out, "--dry-run");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("dry run   ", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Little_memory_makes_it_slower_but_not_fail()
    {
        Place("mlp.onnx", "a.onnx", "b.onnx", "c.onnx");
        Assert.Equal(0, Tool.Run(Zoo, "--output-dir", Out, "-j", "3", "--memory", "1MB").ExitCode);
        Assert.Equal(3, Written().Length);
    }

    [Fact]
    public void Says_how_to_go_on_when_interrupted()
    {
        Place("mlp.onnx", "a.onnx", "b.onnx");
        using var interruption = new CancellationTokenSource();
        var run = Tool.Run(
            (_, _, options, _, _) =>
            {
                interruption.Cancel();
                return Comparisons.Agreement(options);
            },
            Ink.None, interruption.Token, Zoo, "--output-dir", Out, "-j", "1");
        Assert.Equal((130, "interrupted: 0 of 2 models are done; --skip-existing goes on from there"), (run.ExitCode, run.OneError));
        Assert.Empty(Written());
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void What_is_done_when_interrupted_is_told_even_behind_what_is_not(bool asJson)
    {
        Place("mlp.onnx", "a.onnx", "b.onnx");
        using var interruption = new CancellationTokenSource();
        string[] args = [Zoo, "--output-dir", Out, "-j", "2", "--report", _folder.File("r.jsonl"), .. asJson ? ["--json-lines"] : Array.Empty<string>()];
        var run = Tool.Run(
            (original, _, options, _, cancellation) =>
            {
                if (Path.GetFileName(original) == "b.onnx") return Comparisons.Agreement(options);
                Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(Out, "b.onnx")), TimeSpan.FromSeconds(60)));
                interruption.Cancel();
                cancellation.ThrowIfCancellationRequested();
                throw new InvalidOperationException("it was cancelled");
            },
            Ink.None, interruption.Token, args);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("interrupted: 1 of 2 models are done", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["b.onnx"], Written());
        Assert.Single(File.ReadAllLines(_folder.File("r.jsonl")));
        if (asJson) Assert.Equal(run.Output, File.ReadAllText(_folder.File("r.jsonl")).ReplaceLineEndings(Environment.NewLine));
        else Assert.Matches(@"^verified  \S+b\.onnx  folded 4", run.Output);
    }

    [Theory]
    [InlineData("-o names one file; with --output-dir, outputs are named after the models", "a.onnx", "--output-dir", "o", "-o", "f.onnx")]
    [InlineData("--input is for one model, not for --output-dir", "a.onnx", "--output-dir", "o", "--input", "x=f.npy")]
    [InlineData("with --output-dir there is one report, and its name ends in .jsonl", "a.onnx", "--output-dir", "o", "--report", "r.html")]
    [InlineData("--jobs is for --output-dir", "a.onnx", "-j", "2")]
    [InlineData("--skip-existing is for --output-dir", "a.onnx", "--skip-existing")]
    public void Refuses_in_one_line(string problem, params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, args);
        Assert.Equal((2, $"{problem}; 'bnfold --help' explains"), (run.ExitCode, run.OneError));
    }

    [Fact]
    public void Refuses_a_folder_without_models()
    {
        Directory.CreateDirectory(Zoo);
        Assert.Contains("there is no .onnx file in what was given", Tool.Run(Zoo, "--output-dir", Out).OneError, StringComparison.Ordinal);
    }

    private void Place(string model, params string[] names)
    {
        foreach (var path in names.Select(name => Path.Combine(Zoo, name)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Repository.Model(model), path);
        }
    }

    private string[] Written() => Directory.Exists(Out)
        ? [.. Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Out, file).Replace('\\', '/')).Order(StringComparer.Ordinal)]
        : [];
}
