using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class ModelBenchmarkTests
{
    private static readonly BenchmarkOptions _quick = new() { Rounds = 6 };

    private static string Mlp => Path.Combine(Sources.Root, "models/mlp.onnx");

    [Fact]
    public void Times_a_model_beside_its_folded_form()
    {
        using var folder = new TemporaryFolder();
        var folded = folder.File("folded.onnx");
        using (var model = OnnxModel.Load(Mlp))
        {
            BatchNormFolder.Fold(model, cancellation: TestContext.Current.CancellationToken);
            model.Save(folded);
        }
        var report = ModelBenchmark.Run(Mlp, [folded], _quick, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(report.Failure);
        Assert.Equal([1, 20], Assert.Single(report.Inputs).Dims);
        Assert.Equal([4, 0], report.Models.Select(model => model.Summary.BatchNormalizations));
        Assert.All(report.Models, model => Assert.True(model.Default is { Latency: { Count: >= 6, Median: > 0 }, Load: { Count: >= 6, Median: > 0 } }));
        var comparison = Assert.Single(report.Comparisons);
        Assert.True(comparison.Default.Low <= comparison.Default.Ratio && comparison.Default.Ratio <= comparison.Default.High);
        Assert.Equal(4, comparison.BatchNormalizations.Count);
        Assert.All(comparison.BatchNormalizations, node => Assert.Null(node.After));
        Assert.NotNull(comparison.Unoptimized);
    }

    [Fact]
    public void A_model_is_neither_faster_nor_slower_than_its_copy_by_much()
    {
        var report = ModelBenchmark.Run(Mlp, [Mlp], _quick with { Rounds = 30, DefaultLevelOnly = true }, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(Assert.Single(report.Comparisons).Default.Ratio, 0.7, 1.4);
        Assert.Null(report.Models[0].Unoptimized);
    }

    [Fact]
    public void Batch_size_settles_an_open_first_dim()
    {
        var report = ModelBenchmark.Run(
            Mlp, [], _quick with { Rounds = 1, BatchSize = 32, DefaultLevelOnly = true }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([32, 20], Assert.Single(report.Inputs).Dims);
    }

    [Fact]
    public void Refuses_a_batch_size_where_the_model_has_one()
    {
        var fixedBatch = Path.Combine(Sources.Root, "models/resnet_small.onnx");
        var exception = Assert.Throws<OnnxFormatException>(() => ModelBenchmark.Run(
            fixedBatch, [], new() { BatchSize = 8 }, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("no input leaves its first dimension open", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_model_does_not_run()
    {
        using var folder = new TemporaryFolder();
        var (original, other) = (Save("Relu"), Save("Mystery"));
        var report = ModelBenchmark.Run(original, [other], _quick, cancellation: TestContext.Current.CancellationToken);
        Assert.StartsWith($"{other}: ", report.Failure, StringComparison.Ordinal);
        Assert.Empty(report.Comparisons);

        string Save(string opType)
        {
            var path = folder.File($"{opType}.onnx");
            File.WriteAllBytes(path, new ModelBuilder().Input("x", 2, 3).Node(opType, "x", "y").Output("y").Model.ToByteArray());
            return path;
        }
    }

    [Fact]
    public void Refuses_models_of_different_interfaces()
    {
        var other = Path.Combine(Sources.Root, "models/resnet_small.onnx");
        var exception = Assert.Throws<OnnxFormatException>(() => ModelBenchmark.Run(
            Mlp, [other], _quick, cancellation: TestContext.Current.CancellationToken));
        Assert.StartsWith($"{other}: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_when_cancelled() => Assert.ThrowsAny<OperationCanceledException>(
        () => ModelBenchmark.Run(Mlp, [Mlp], _quick, cancellation: new(canceled: true)));

    [Fact]
    public void Memory_of_a_run_is_not_less_than_before_it()
    {
        var memory = ModelBenchmark.MeasureMemory(Mlp);
        Assert.SkipWhen(memory is null, "this system does not tell");
        Assert.True(memory.PeakBytes >= memory.BaselineBytes && memory.BaselineBytes > 1 << 20);
    }
}
