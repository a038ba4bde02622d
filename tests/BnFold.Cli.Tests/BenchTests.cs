using System.Text.Json;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class BenchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_is_as_reviewed() => Snapshot.Matches("help-bench", Tool.Run("bench", "--help").Output);

    [Fact]
    public void Folds_and_times_a_model_and_reports()
    {
        var report = _folder.File("b.json");
        var run = Tool.Run("bench", Repository.Model("mlp.onnx"), "--runs", "6", "--batch-size", "4", "--report", report);
        Assert.Equal((0, "warning: --runs 6 tells large differences only; 20 and more are for small ones"), (run.ExitCode, run.OneError));
        Assert.Matches(@"\nmlp\.onnx .*\nmlp\.folded\.onnx ", run.Output);
        Assert.Matches(@"mlp\.folded\.onnx  (faster|slower|no gain): \d", run.Output);
        Assert.Contains("fed input [4,20]   1 thread ", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n    +<?[\d.]+ % ->  +(gone|<?[\d.]+ %)  BatchNormalization '", run.Output);

        using var document = JsonDocument.Parse(File.ReadAllText(report));
        var root = document.RootElement;
        Assert.Equal(("bench", 1, true), (root.GetProperty("command").GetString(), root.GetProperty("schema_version").GetInt32(),
            root.GetProperty("folded_here").GetBoolean()));
        var comparison = root.GetProperty("benchmark").GetProperty("comparisons")[0];
        Assert.True(comparison.GetProperty("default").GetProperty("low").GetDouble() > 0);
        var memory = root.GetProperty("memory");
        Assert.Equal(2, memory.GetArrayLength());
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "the system does not tell how much memory a process took");
        Assert.True(memory[0].GetProperty("peak_bytes").GetInt64() > memory[0].GetProperty("baseline_bytes").GetInt64());
    }

    [Fact]
    public void Tells_models_of_one_name_by_their_paths_and_says_that_nothing_was_folded()
    {
        var model = Repository.Model("mlp.onnx");
        var copy = Repository.CopyModel("mlp.onnx", _folder);
        var run = Tool.Run("bench", model, copy, "--runs", "20", "--no-memory", "--default-level-only");
        Assert.Contains($"\n{model} ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\n{copy}  ", run.Output, StringComparison.Ordinal);

        TinyModel.Relu().Save(_folder.File("relu.onnx"));
        run = Tool.Run("bench", _folder.File("relu.onnx"), "--runs", "20", "--no-memory", "--default-level-only");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("warning: nothing was folded, so the model is timed beside a copy of itself", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_honestly_that_the_runtime_fuses_by_itself()
    {
        // What ONNX Runtime makes the same of is as fast in nineteen runs of twenty: such is the interval.
        var model = Repository.Model("resnet_small.onnx");
        var runs = Enumerable.Range(0, 5).Select(_ => Tool.Run("bench", model, "--runs", "6", "--no-memory", "--default-level-only"));
        var run = runs.FirstOrDefault(run => !run.Output.Contains("er: ", StringComparison.Ordinal));
        Assert.NotNull(run);
        Assert.Matches(@"\nresnet_small\.folded\.onnx  no gain: ONNX Runtime fuses these by itself: \d", run.Output);
        Assert.Contains("the original runs no node as BatchNormalization at the default level", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_no_file_behind()
    {
        var model = Repository.CopyModel("mlp.onnx", _folder);
        var temporary = Directory.CreateDirectory(_folder.File("temporary")).FullName;
        var run = await ChildProcess.Run(
            [.. ChildProcess.Tool, "bench", model, "--runs", "1", "--no-memory", "--default-level-only"],
            new Dictionary<string, string?> { ["TMPDIR"] = temporary, ["TMP"] = temporary, ["TEMP"] = temporary });
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("mlp.folded.onnx", run.Output, StringComparison.Ordinal);
        Assert.Equal(["mlp.onnx", "temporary"], _folder.Content);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(temporary), entry => Path.GetFileName(entry).StartsWith("bnfold", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_a_model_can_not_be_timed()
    {
        TinyModel.ConvBatchNorm((Half)2, (Half)3).Node("m", "Mystery", ["y"], "z").Save(_folder.File("model.onnx"));
        var run = Tool.Run("bench", _folder.File("model.onnx"), "--runs", "1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("could not be timed", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_models_of_different_interfaces_as_verify_does()
    {
        string[] models = [Repository.Model("mlp.onnx"), Repository.Model("resnet_small.onnx")];
        var run = Tool.Run(["bench", .. models, "--runs", "1"]);
        var verified = Tool.Run(Verifier.Compare, ["verify", .. models]);
        Assert.Equal((2, verified.OneError), (run.ExitCode, run.OneError));
        Assert.Contains("two models with the same interface expected", run.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no model given")]
    [InlineData("--merge-branches is for folding, and what to compare with is given", "a.onnx", "b.onnx", "--merge-branches")]
    [InlineData("'0' is not a whole number from 1 up (--runs)", "a.onnx", "--runs", "0")]
    [InlineData("unknown option '--samples'", "a.onnx", "--samples", "3")]
    public void Refuses_in_one_line(string problem, params string[] args)
    {
        var run = Tool.Run(["bench", .. args]);
        Assert.Equal((2, $"{problem}; 'bnfold help bench' explains"), (run.ExitCode, run.OneError));
    }
}
