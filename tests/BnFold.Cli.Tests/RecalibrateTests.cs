using System.Globalization;
using System.Text.Json;
using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class RecalibrateTests : IDisposable
{
    private static readonly string _data = Repository.Model("resnet_small.calibration.npy");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_is_as_reviewed() => Snapshot.Matches("help-recalibrate", Tool.Run("recalibrate", "--help").Output);

    [Fact]
    public void Says_the_plan_shows_a_table_and_reports_the_same()
    {
        var run = Recalibrate("--report", _folder.File("report.json"));

        Assert.Equal((0, "warning: 16 samples: chance alone may move a mean by 0.25 σ; more would tell more"), (run.ExitCode, run.OneError));
        Assert.Matches(@"\nplan      11 BatchNormalizations on 9 levels: 10 runs of about 16 samples, some [0-9.]+ s\n", run.Output);
        Assert.Matches(@"\nrecalibrated 11, left alone 0   ONNX Runtime \d", run.Output);
        Assert.Equal(["out.onnx", "report.json"], _folder.Content);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("report.json")));
        var facts = report.RootElement.GetProperty("recalibration");
        Assert.Equal(9, facts.GetProperty("levels").GetInt32());
        Assert.Equal(10, facts.GetProperty("passes").GetInt32());
        Assert.Equal(16, facts.GetProperty("samples").GetInt32());
        Assert.Equal("exact", report.RootElement.GetProperty("options").GetProperty("method").GetString());
        Assert.True(report.RootElement.GetProperty("output").GetProperty("written").GetBoolean());
        foreach (var node in facts.GetProperty("nodes").EnumerateArray())
        {
            Assert.InRange(node.GetProperty("after").GetProperty("max_distance").GetDouble(), 0, 1e-3);
            Assert.True(node.GetProperty("before").GetProperty("max_distance").GetDouble() > 0.05);
            var name = System.Text.RegularExpressions.Regex.Escape(node.GetProperty("node").GetString()!);
            Assert.Matches($@"\n  {name} +{node.GetProperty("level").GetInt32()} +{node.GetProperty("channels").GetInt32()} ", run.Output);
        }
    }

    [Theory]
    [InlineData("--method", "batch", "3 runs")]
    [InlineData("--momentum", "0.5", "3 runs")]
    [InlineData("--method", "running", "3 runs")]
    public void Other_methods_run_the_data_once_between_before_and_after(string option, string value, string runs)
    {
        var run = Recalibrate(option, value);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(runs, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0"), InlineData("0.25"), InlineData("1")]
    public void Momentum_is_the_share_of_the_old_statistics_that_stays(string momentum)
    {
        var share = double.Parse(momentum, CultureInfo.InvariantCulture);
        var (model, samples) = (Repository.Model("mlp.onnx"), SampleFiles.Write(_folder, 16, 20));
        string[] options = ["--data", samples, "--momentum", momentum, "--batch-size", "16"];
        Assert.Equal(0, Tool.Run(["recalibrate", model, "-o", _folder.File("out.onnx"), .. options]).ExitCode);

        var (old, now) = (FirstNode(model), FirstNode(_folder.File("out.onnx")));
        var (stored, observed, found) = (Means(old, "stored_mean"), Means(old, "observed_mean"), Means(now, "stored_mean"));
        Assert.Contains(stored.Zip(observed), pair => Math.Abs(pair.First - pair.Second) > 0.01);
        foreach (var (i, mean) in found.Index()) Assert.Equal((share * stored[i]) + ((1 - share) * observed[i]), mean, 1e-5);

        JsonElement FirstNode(string path)
        {
            Tool.Run("stats", path, "--data", samples, "--report", _folder.File("stats.json"), "-q");
            using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("stats.json")));
            return report.RootElement.GetProperty("nodes")[0].Clone();
        }

        static double[] Means(JsonElement node, string name) => [.. node.GetProperty(name).EnumerateArray().Select(mean => mean.GetDouble())];
    }

    [Fact]
    public void A_model_that_computes_something_else_in_every_run_is_refused()
    {
        var (model, samples) = (_folder.File("dropping.onnx"), SampleFiles.Write(_folder, 80, 2));
        TinyModel.DroppingBatchNorm().Save(model);

        var run = Tool.Run(
            "recalibrate", model, "--data", samples, "-o", _folder.File("out.onnx"), "--report", _folder.File("report.json"), "-q");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("the statistics of 'bn' don't fit the data they were made from", run.OneError, StringComparison.Ordinal);
        Assert.Equal(["dropping.onnx", "report.json", "samples"], _folder.Content);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("report.json")));
        Assert.Equal(1, report.RootElement.GetProperty("exit_code").GetInt32());
        Assert.False(report.RootElement.GetProperty("output").GetProperty("written").GetBoolean());
    }

    [Fact]
    public void Quiet_says_nothing()
    {
        var samples = SampleFiles.Write(_folder, 80, 20);
        var run = Tool.Run("recalibrate", Repository.Model("mlp.onnx"), "--data", samples, "-o", _folder.File("out.onnx"), "-q");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Errors));
    }

    /// <summary>One sample of a fully connected network is one number for each channel: a variance of 0, if it were stored.</summary>
    [Fact]
    public void One_sample_of_one_number_per_channel_changes_nothing_and_is_warned_of()
    {
        var model = Repository.Model("mlp.onnx");
        var run = Tool.Run("recalibrate", model, "--data", SampleFiles.Write(_folder, 1, 20), "-o", _folder.File("out.onnx"));
        Assert.Equal((0, "warning: 1 sample: chance alone may move a mean by 1.00 σ; more would tell more"), (run.ExitCode, run.OneError));
        Assert.Equal(4, run.Output.Split(": every channel got the same number throughout, which tells no variance\n").Length - 1);
        Assert.Contains("\nrecalibrated 0, left alone 4 ", run.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(_folder.File("out.onnx")));
    }

    [Fact]
    public void Channels_that_get_one_number_are_listed_as_left_alone()
    {
        var (model, samples) = (_folder.File("constant.onnx"), SampleFiles.Write(_folder, 80, 2));
        TinyModel.HalfConstantBatchNorm().Save(model);
        var (out1, report) = (_folder.File("out.onnx"), _folder.File("report.json"));
        var run = Tool.Run("recalibrate", model, "--data", samples, "-o", out1, "--report", report, "--report", _folder.File("report.md"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        const string Sentence = "bn: 1 channel, first 1, got the same number throughout, which tells no variance";
        Assert.Contains($"\n  left alone  {Sentence}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nrecalibrated 1, left alone 0 ", run.Output, StringComparison.Ordinal);
        Assert.Contains("got the same number throughout", File.ReadAllText(_folder.File("report.md")), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        var node = json.RootElement.GetProperty("recalibration").GetProperty("nodes")[0];
        Assert.Equal([1], node.GetProperty("kept").EnumerateArray().Select(channel => channel.GetInt32()));
    }

    [Fact]
    public void A_model_without_BatchNormalization_is_said_to_have_none()
    {
        TinyModel.Relu().Save(_folder.File("relu.onnx"));
        var samples = SampleFiles.Write(_folder, 2, 2);
        var run = Tool.Run("recalibrate", _folder.File("relu.onnx"), "--data", samples, "-o", _folder.File("out.onnx"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("\n  it has no BatchNormalization: nothing to estimate\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\n  it has no BatchNormalization: nothing to check\n",
            Tool.Run("check", _folder.File("relu.onnx")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o"), InlineData("--report")]
    public void Refuses_to_write_over_the_data(string option)
    {
        var model = Repository.Model("mlp.onnx");
        var samples = SampleFiles.Write(_folder, 2, 20);
        var sample = Path.Combine(samples, "000.npy");
        File.Move(sample, sample = Path.Combine(samples, "000.json"));
        File.WriteAllBytes(sample, new byte[80]);
        var before = File.ReadAllBytes(sample);
        string[] result = option == "-o" ? [] : ["-o", _folder.File("out.onnx")];
        var run = Tool.Run(["recalibrate", model, "--data", sample, "--dtype", "float32", option, sample, .. result]);
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("it is the path of a file of data", run.OneError, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(sample));

        if (OperatingSystem.IsWindows() || option != "-o") return;
        File.CreateSymbolicLink(_folder.File("link.onnx"), sample);
        var link = Tool.Run("recalibrate", model, "--data", samples, sample, "--dtype", "float32", "-o", _folder.File("link.onnx"));
        Assert.EndsWith("link.onnx: can't be written: it is the path of a file of data", link.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_says_nothing_but_warnings()
    {
        var samples = SampleFiles.Write(_folder, 80, 20);
        File.WriteAllBytes(Path.Combine(samples, "007.npy"), [1, 2, 3]);
        var run = Tool.Run("recalibrate", Repository.Model("mlp.onnx"), "--data", samples, "-o", _folder.File("out.onnx"), "--skip-bad", "-q");

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"warning: skipped: {samples}/007.npy: ", run.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--momentum is a share, from 0 to 1", "--momentum", "1.5")]
    [InlineData("--momentum is for --method running", "--momentum", "0.5", "--method", "exact")]
    [InlineData("'best' is not one of exact, batch, running (--method)", "--method", "best")]
    public void Refuses_a_method_that_is_none(string problem, params string[] args)
    {
        var run = Recalibrate(args);

        Assert.Equal((2, $"{problem}; 'bnfold help recalibrate' explains"), (run.ExitCode, run.OneError));
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void Refuses_a_report_whose_name_says_no_format()
    {
        var run = Recalibrate("--report", _folder.File("report.txt"));

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("its name says no format; .json, .md or .html expected", run.OneError, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void Refuses_data_of_another_shape_by_name_and_writes_nothing()
    {
        var run = Tool.Run("recalibrate", Repository.Model("mlp.onnx"), "--data", _data, "-o", _folder.File("out.onnx"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("resnet_small.calibration.npy", run.OneError, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void Refuses_to_begin_without_model_data_or_a_place_for_the_result()
    {
        Assert.StartsWith("no model given", Tool.Run("recalibrate", "--data", _data).OneError, StringComparison.Ordinal);
        Assert.StartsWith("no data given", Tool.Run("recalibrate", Repository.Model("mlp.onnx")).OneError, StringComparison.Ordinal);
        var run = Tool.Run("recalibrate", Repository.Model("resnet_small.onnx"), "--data", _data, "-o", _folder.Path);
        Assert.Contains("it is a folder", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_report_in_the_place_of_the_result()
    {
        var run = Tool.Run(
            "recalibrate", Repository.Model("resnet_small.onnx"), "--data", _data, "-o", _folder.File("x.json"), "--report", _folder.File("./x.json"));

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("it is the path of the model", run.OneError, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void An_interruption_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        var run = Tool.Run(
            Comparisons.Agree, Ink.None, source.Token,
            "recalibrate", Repository.Model("resnet_small.onnx"), "--data", _data, "-o", _folder.File("out.onnx"));

        Assert.Equal((130, "interrupted; nothing was written"), (run.ExitCode, run.OneError));
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void The_output_may_be_the_model()
    {
        var model = Repository.CopyModel("resnet_small.onnx", _folder);

        Assert.Equal(0, Tool.Run("recalibrate", model, "--data", _data, "-o", model).ExitCode);

        Assert.Equal(["resnet_small.onnx"], _folder.Content);
        Assert.NotEqual(File.ReadAllBytes(Repository.Model("resnet_small.onnx")), File.ReadAllBytes(model));
    }

    private ToolRun Recalibrate(params string[] args) =>
        Tool.Run(["recalibrate", Repository.Model("resnet_small.onnx"), "--data", _data, "-o", _folder.File("out.onnx"), .. args]);
}
