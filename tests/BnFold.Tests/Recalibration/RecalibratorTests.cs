using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Recalibration;

public sealed class RecalibratorTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string _data = Recalibrated.Model("resnet_small.calibration.npy");

    private readonly Recalibrated _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>PyTorch estimated the statistics of the same network on the same samples, from its own numbers.</summary>
    [Theory]
    [InlineData(RecalibrationMethod.Exact, "exact")]
    [InlineData(RecalibrationMethod.Batch, "batch")]
    public void A_spoiled_model_agrees_again_with_PyTorch(RecalibrationMethod method, string array)
    {
        var expected = PyTorch(array);
        _run.Spoil(Recalibrated.Model("resnet_small.onnx"));
        var spoiled = Recalibrated.Difference(expected, Recalibrated.Run(_run.Before, Recalibrated.Model("resnet_small.x.npy")));

        _run.On(_data, new() { Method = method });

        var repaired = Recalibrated.Difference(expected, Recalibrated.Run(_run.After, Recalibrated.Model("resnet_small.x.npy")));
        output.WriteLine($"{method}: spoiled {spoiled:e2}, recalibrated {repaired:e2} of the range");
        Assert.True(spoiled > 0.1);
        Assert.True(repaired < 1e-5, $"off by {repaired} of the range");
    }

    /// <summary>A running update keeps a share of what was there, so it starts from the statistics as exported.</summary>
    [Fact]
    public void A_running_update_is_that_of_PyTorch()
    {
        var expected = PyTorch("running");
        _run.Change(Recalibrated.Model("resnet_small.onnx"), (_, mean, variance, _) => (mean, variance));

        _run.On(_data, new() { Method = RecalibrationMethod.Running, Momentum = 0.75 });

        var difference = Recalibrated.Difference(expected, Recalibrated.Run(_run.After, Recalibrated.Model("resnet_small.x.npy")));
        output.WriteLine($"running: {difference:e2} of the range");
        Assert.True(difference < 1e-5, $"off by {difference} of the range");
    }

    [Theory]
    [InlineData("mlp", 0, 20)]
    [InlineData("audio_small", 2, 1, 2000)]
    [InlineData("preact_small", 2, 3, 32, 32)]
    [InlineData("levit_small", 0, 3, 32, 32)]
    [InlineData("unet_small", 1, 1, 32, 32)]
    [InlineData("dcgan_small", 2, 32, 1, 1)]
    public void Observed_statistics_are_the_stored_ones_afterwards(string name, int batch, params int[] sample)
    {
        var data = Data(batch == 0 ? 7 : 3 * batch, sample);
        _run.Spoil(Recalibrated.Model(name + ".onnx")).On(data);

        var worst = Drift(Recalibrated.StatisticsOf(_run.After, data));
        var before = Drift(Recalibrated.StatisticsOf(_run.Before, data));
        output.WriteLine($"{name}: {_run.Report.Plan.Passes} passes, {before:e2} σ before, {worst:e2} σ after");
        Assert.Empty(_run.Report.LeftAlone);
        Assert.True(worst < 1e-3, $"off by {worst} σ");
    }

    /// <summary>In half precision the best that can be stored is half a step off.</summary>
    [Fact]
    public void Half_precision_statistics_are_the_nearest_there_are()
    {
        long[] dims = [4, 3, 48, 48];
        var data = _run.File("data.npy");
        NpyWriter.WriteSmall(data, dims, NpyWriter.Noise(3, 4 * 3 * 48 * 48));
        _run.Spoil(Recalibrated.Model("mobilenet_small_fp16.onnx")).On(data);

        foreach (var node in Recalibrated.StatisticsOf(_run.After, data).Nodes)
        {
            for (var c = 0; c < node.Count.Count; c++)
            {
                AssertNearest(node.Stored!.Mean[c], node.Mean[c]);
                AssertNearest(node.Stored.Variance[c], node.Variance(c));
            }
        }

        static void AssertNearest(double stored, double seen)
        {
            var step = Math.ScaleB(1, Math.Max(Math.ILogB(seen), -14) - 10);
            Assert.Equal(seen, stored, 0.501 * step);
        }
    }

    [Theory]
    [InlineData(7f)]
    [InlineData(7.0000005f)]
    public void A_channel_that_gets_one_number_throughout_keeps_its_statistics(float rounded)
    {
        var model = new ModelBuilder().Input("x", -1, 2).BatchNorm("x", "y", 2).Output("y");
        _run.Write(model.Model);
        NpyWriter.Write(_run.File("data.npy"), [4, 2], [1, 7, 2, rounded, 3, 7, 4, 7]);
        _run.On(_run.File("data.npy"));

        var old = Recalibrated.StatisticsOf(_run.Before, _run.File("data.npy")).Nodes[0].Stored!;
        var node = Assert.Single(_run.Report.Nodes);
        Assert.Equal([1], node.Kept);
        Assert.True(node.Fits(1e-3));
        var found = node.After.Population.Stored!;
        Assert.Equal((2.5, 1.25), (found.Mean[0], found.Variance[0]));
        Assert.Equal((old.Mean[1], old.Variance[1]), (found.Mean[1], found.Variance[1]));
    }

    [Fact]
    public void What_is_no_number_is_not_kept()
    {
        var model = new ModelBuilder().Input("x", -1, 2).BatchNorm("x", "y", 2).Output("y").Model;
        NpyWriter.Write(_run.File("data.npy"), [4, 2], [1, 7, 2, 7, 3, 7, 4, 7]);
        _run.Write(model).Change(_run.Before, (_, mean, variance, channel) => channel == 1 ? (double.NaN, variance) : (mean, variance))
            .On(_run.File("data.npy"));

        var node = Assert.Single(_run.Report.Nodes);
        Assert.Empty(node.Kept);
        Assert.Equal([2.5, 7.0], node.After.Population.Stored!.Mean);
    }

    [Fact]
    public void Says_where_a_running_update_of_what_is_no_number_is_none()
    {
        var model = new ModelBuilder().Input("x", -1, 2).BatchNorm("x", "y", 2).Output("y").Model;
        _run.Write(model).Change(_run.Before, (_, mean, variance, channel) => channel == 1 ? (double.NaN, variance) : (mean, variance))
            .On(Data(4, 2), new() { Method = RecalibrationMethod.Running }, new() { BatchSize = 4 });
        Assert.Equal("a statistic would be no number, as it is now", Assert.Single(_run.Report.LeftAlone).Reason);
    }

    [Theory]
    [InlineData(RecalibrationMethod.Exact, 1, 1, "every channel got the same number throughout, which tells no variance")]
    [InlineData(RecalibrationMethod.Batch, 1, 1, "every channel got the same number throughout, which tells no variance")]
    [InlineData(RecalibrationMethod.Running, 4, 1, "a batch has one number for a channel, which tells no variance")]
    [InlineData(RecalibrationMethod.Running, 4, 4, null)]
    public void One_number_per_channel_tells_no_variance(RecalibrationMethod method, int samples, int batch, string? reason)
    {
        _run.Write(new ModelBuilder().Input("x", -1, 2).BatchNorm("x", "y", 2).Output("y").Model)
            .On(Data(samples, 2), new() { Method = method }, new() { BatchSize = batch });

        Assert.Equal(reason, _run.Report.LeftAlone.SingleOrDefault()?.Reason);
        Assert.Equal(reason is null ? 1 : 0, _run.Report.Nodes.Count);
        Assert.Equal(reason is not null, File.ReadAllBytes(_run.Before).AsSpan().SequenceEqual(File.ReadAllBytes(_run.After)));
    }

    [Theory]
    [InlineData(RecalibrationMethod.Running, 10, 2)]
    [InlineData(RecalibrationMethod.Running, 8, 0)]
    [InlineData(RecalibrationMethod.Batch, 10, 0)]
    public void Counts_samples_of_a_last_batch_that_moves_no_running_average(RecalibrationMethod method, int samples, int leftOut)
    {
        _run.Write(new ModelBuilder().Input("x", -1, 2).BatchNorm("x", "y", 2).Output("y").Model)
            .On(Data(samples, 2), new() { Method = method }, new() { BatchSize = 4 });
        Assert.Equal((samples, leftOut), (_run.Report.Samples, _run.Report.LeftOut));
    }

    [Fact]
    public void Recalibrating_again_changes_nothing()
    {
        _run.Spoil(Recalibrated.Model("unet_small.onnx")).On(Data(2, 1, 32, 32));
        using var again = new Recalibrated();
        again.Change(_run.After, (_, mean, variance, _) => (mean, variance)).On(_run.File("data.npy"));

        var first = Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes;
        var second = Recalibrated.StatisticsOf(again.After, _run.File("data.npy")).Nodes;
        Assert.All(first.Zip(second), pair =>
            Assert.Equal(pair.First.Stored!.Mean, pair.Second.Stored!.Mean, (a, b) => Math.Abs(a - b) < 1e-6));
    }

    [Fact]
    public void Says_the_plan_first_and_then_how_far_it_is()
    {
        _run.Spoil(Recalibrated.Model("unet_small.onnx")).On(Data(5, 1, 32, 32));

        var first = _run.Progress[0];
        Assert.Equal((0, 0.0), (first.Pass, first.Done));
        Assert.Equal((4, 5L), (first.Plan.Nodes, first.Plan.Samples));
        Assert.Equal(first.Plan.Levels + 1, first.Plan.Passes);
        Assert.True(first.Plan.Estimate > TimeSpan.Zero);
        Assert.Equal(Enumerable.Range(0, first.Plan.Passes + 1), _run.Progress.Select(progress => progress.Pass).Distinct());
        Assert.Equal(_run.Progress.Select(progress => progress.Done).Order(), _run.Progress.Select(progress => progress.Done));
        Assert.Equal(1, _run.Progress[^1].Done, 1e-9);
    }

    [Fact]
    public void A_cancelled_run_leaves_the_model_as_it_was()
    {
        _run.Spoil(Recalibrated.Model("unet_small.onnx"));
        using var model = OnnxModel.Load(_run.Before);
        using var source = new CancellationTokenSource();
        var cancel = new Cancelling(source);

        Assert.Throws<OperationCanceledException>(() =>
            Recalibrator.Recalibrate(model, CalibrationData.Open([Data(2, 1, 32, 32)]), null, cancel, source.Token));

        model.Save(_run.After);
        Assert.Equal(File.ReadAllBytes(_run.Before), File.ReadAllBytes(_run.After));
    }

    [Fact]
    public void Refuses_a_model_that_was_changed_and_a_momentum_that_is_none()
    {
        using var model = OnnxModel.Load(Recalibrated.Model("mlp.onnx"));
        var data = CalibrationData.Open([Data(2, 20)]);
        var cancellation = TestContext.Current.CancellationToken;
        var momentum = Assert.Throws<ArgumentException>(() =>
            Recalibrator.Recalibrate(model, data, new() { Momentum = 1.5 }, cancellation: cancellation));
        Assert.Contains("Momentum 1.5 is not from 0 to 1", momentum.Message, StringComparison.Ordinal);

        BatchNormFolder.Fold(model, cancellation: TestContext.Current.CancellationToken);

        var changed = Assert.Throws<ArgumentException>(() => Recalibrator.Recalibrate(model, data, cancellation: cancellation));
        Assert.Contains("was changed since it was loaded", changed.Message, StringComparison.Ordinal);
    }

    private static double[] PyTorch(string array) =>
        Recalibrated.Read(TensorFile.OpenAll(Recalibrated.Model("resnet_small.recalibrated.npz")).Single(file => file.Name == array));

    private static double Drift(PopulationStatistics statistics) => statistics.Nodes.Max(node =>
        Enumerable.Range(0, node.Count.Count).Max(c =>
        {
            var deviation = Math.Sqrt(node.Variance(c) + node.Stored!.Epsilon);
            return Math.Max(
                Math.Abs(node.Mean[c] - node.Stored.Mean[c]) / deviation,
                Math.Abs(Math.Sqrt(node.Stored.Variance[c] + node.Stored.Epsilon) - deviation) / deviation);
        }));

    private string Data(int samples, params int[] sample)
    {
        long[] dims = [samples, .. sample.Select(size => (long)size)];
        NpyWriter.Write(_run.File("data.npy"), dims, NpyWriter.Noise(7, dims.Aggregate(1L, (product, dim) => product * dim)));
        return _run.File("data.npy");
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<RecalibrationProgress>
    {
        public void Report(RecalibrationProgress value)
        {
            if (value.Pass == 2) source.Cancel();
        }
    }
}
