using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Statistics;

public sealed class StatisticsCollectorTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Measures_what_is_fed()
    {
        _samples.Save(Samples.Plain(-1, 3, 4, 5));
        float[][] files = [.. Enumerable.Range(0, 70).Select(i => _samples.Write($"{i:000}.npy", 3, 4, 5))];
        var found = _samples.Collect();
        Assert.Equal(70, found.Samples);
        for (var c = 0; c < 3; c++) CheckChannel(found.Nodes[0], c, [.. files.SelectMany(file => file.Skip(c * 20).Take(20))]);
        Assert.Equal(3, found.Nodes[0].Stored!.Features);
    }

    [Fact]
    public void Measures_deep_inside_as_the_definitions_compute_it()
    {
        // y = relu(2x + 1): what the second gets follows from the first by hand.
        var model = new ModelBuilder().Input("x", -1, 2).Affine("x", "a", [2, 2], [1, 1])
            .Node("Relu", "a", "r").Affine("r", "y", [1, 1], [0, 0]).Output("y", 1, 2);
        _samples.Save(model);
        var batch = _samples.Write("all.npy", 50, 2);
        var found = _samples.Collect();
        Assert.Equal((50, 2), (found.Samples, found.Nodes.Count));
        for (var c = 0; c < 2; c++)
        {
            float[] mine = [.. batch.Where((_, i) => i % 2 == c)];
            CheckChannel(found.Nodes[0], c, mine);
            CheckChannel(found.Nodes[1], c, [.. mine.Select(x => Math.Max(0, (2 * x) + 1))]);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Measures_the_same_where_memory_is_short(int? batchSize)
    {
        var model = new ModelBuilder().Input("x", -1, 3, 8, 8).Conv("x", "c", 4, 3).BatchNorm("c", "b", 4)
            .Node("Relu", "b", "r").Conv("r", "d", 5, 4).BatchNorm("d", "y", 5).Output("y", 1, 5, 4, 4);
        _samples.Save(model);
        for (var i = 0; i < 9; i++) _samples.Write($"{i}.npy", 3, 8, 8);
        var (all, one) = (_samples.Collect(), _samples.Collect(new() { BatchSize = batchSize }, new() { MemoryLimit = 1, Threads = 1 }));
        foreach (var (expected, found) in all.Nodes.Zip(one.Nodes))
        {
            Assert.Equal(expected.Count, found.Count);
            for (var c = 0; c < expected.Count.Count; c++)
            {
                var size = Math.Abs(expected.Mean[c]) + Math.Sqrt(expected.Variance(c));
                Assert.Equal(expected.Mean[c], found.Mean[c], 1e-6 * size);
                Assert.Equal(1, found.Variance(c) / expected.Variance(c), 1e-6);
            }
        }
    }

    [Fact]
    public void What_is_fed_counts_against_the_limit_of_memory()
    {
        const int Sample = 64 * 64 * sizeof(float);
        _samples.Save(new ModelBuilder().Input("x", -1, 1, 64, 64).Conv("x", "c", 1, 1, 64, hasBias: false).BatchNorm("c", "y", 1).Output("y"));
        // The kernel is as large as the image, so next to nothing is captured.
        for (var i = 0; i < 7; i++) _samples.Write($"{i}.npy", 1, 64, 64);
        var seen = new List<long>();
        StatisticsCollector.Collect(
            _samples.ModelPath, CalibrationData.Open([_samples.Folder]), new() { MemoryLimit = (3 * Sample) + 100 }, new Told(progress => seen.Add(progress.Samples)),
            TestContext.Current.CancellationToken);
        Assert.Equal([1, 4, 7], seen);
    }

    [Fact]
    public void Refuses_batches_that_no_tensor_holds()
    {
        _samples.Save(Samples.Plain(-1, 3, 4, 5));
        _samples.Write("0.npy", 3, 4, 5);
        var error = Assert.Throws<OnnxFormatException>(() => _samples.Collect(new() { BatchSize = 1 << 30 }));
        Assert.Contains("batches of 8947848 at most expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_what_is_not_finite_inside()
    {
        var model = new ModelBuilder().Input("x", -1, 1, 4).Node("Log", "x", "l").BatchNorm("l", "y", 1).Output("y", 1, 1, 4);
        _samples.Save(model);
        _samples.Write("x.npy", [1, 0, -1, 2], 1, 4);
        var node = _samples.Collect().Nodes[0];
        Assert.Equal((2, 2), (node.Count[0], node.NotFinite[0]));
        Assert.Equal(DriftVerdict.Drifts, StatisticsReport.Of(_samples.Collect()).Verdict);
    }

    [Fact]
    public void Says_why_a_node_in_a_body_is_not_measured()
    {
        var outer = new ModelBuilder().Input("x", 1, 2, 3);
        var body = new ModelBuilder().BatchNorm("x", "inner", 2).Output("inner", 1, 2, 3).Graph;
        outer.Graph.Initializer.Add(new BnFold.Onnx.TensorProto { Name = "yes", DataType = 9, RawData = Google.Protobuf.ByteString.CopyFrom(1) });
        outer.Node("If", "yes", "i", Body("then_branch", body), Body("else_branch", body)).BatchNorm("i", "y", 2).Output("y", 1, 2, 3);
        _samples.Save(outer);
        _samples.Write("x.npy", 1, 2, 3);
        var found = _samples.Collect();
        Assert.Equal(["i_node", "i_node", null], found.Nodes.Select(node => node.Inside));
        Assert.All(found.Nodes.Take(2), node => Assert.Contains("inside 'i_node'", node.NotMeasured, StringComparison.Ordinal));
        Assert.Null(found.Nodes[2].NotMeasured);
    }

    [Fact]
    public void Measures_each_call_of_a_function_by_itself()
    {
        _samples.Save(Plain());
        _samples.Write("x.npy", 20, 3, 4);
        var expected = _samples.Collect();
        _samples.Save(FunctionModels.WithBlocks(Plain()));
        var found = _samples.Collect();

        Assert.Equal(["first/bn", "second/bn"], found.Nodes.Select(node => node.Node));
        Assert.All(found.Nodes, node => Assert.Null(node.NotMeasured));
        Assert.Equal(expected.Nodes.Select(node => node.Mean), found.Nodes.Select(node => node.Mean));
        Assert.Equal(expected.Nodes.Select(node => node.SquaredDeviations), found.Nodes.Select(node => node.SquaredDeviations));
        Assert.Equal(expected.Nodes.Select(node => node.Stored!.Mean), found.Nodes.Select(node => node.Stored!.Mean));

        static ModelBuilder Plain() => new ModelBuilder().Input("x", -1, 3, 4).BatchNorm("x", "first", 3).BatchNorm("first", "second", 3)
            .Output("second", -1, 3, 4);
    }

    [Fact]
    public void Says_why_a_function_of_another_operator_set_is_not_measured()
    {
        var model = FunctionModels.WithBlocks(Samples.Plain(-1, 3, 4, 5));
        model.Model.Functions[0].OpsetImport[0].Version = 15;
        _samples.Save(model);
        _samples.Write("x.npy", 3, 4, 5);
        var node = Assert.Single(_samples.Collect().Nodes);
        Assert.Equal(("bn", "Block"), (node.Node, node.Inside));
        Assert.Contains("inside 'Block'", node.NotMeasured, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_merge_to_what_one_run_finds()
    {
        _samples.Save(Samples.Plain(-1, 3, 4, 5));
        for (var i = 0; i < 23; i++) _samples.Write($"{i:00}.npy", 3, 4, 5);
        _samples.Write("more.npy", 11, 3, 4, 5);
        var whole = _samples.Collect();
        PopulationStatistics[] parts = [.. Enumerable.Range(0, 5).Select(shard => _samples.Collect(new() { Shard = shard, Shards = 5 }))];
        CheckSame(whole, PopulationStatistics.Merge(parts));
    }

    [Fact]
    public void Samples_of_one_file_are_dealt_out_to_shards()
    {
        _samples.Save(Samples.Plain(-1, 3, 4, 5));
        _samples.Write("all.npy", 10, 3, 4, 5);
        PopulationStatistics[] parts = [.. Enumerable.Range(0, 3).Select(shard => _samples.Collect(new() { Shard = shard, Shards = 3 }))];
        Assert.Equal([4, 3, 3], parts.Select(part => part.Samples));
        CheckSame(_samples.Collect(), PopulationStatistics.Merge(parts));
    }

    [Fact]
    public void A_part_that_gets_no_sample_counts_nothing()
    {
        _samples.Save(Samples.Plain(-1, 3, 4, 5));
        _samples.Write("all.npy", 3, 3, 4, 5);
        PopulationStatistics[] parts = [.. Enumerable.Range(0, 5).Select(shard => _samples.Collect(new() { Shard = shard, Shards = 5 }))];
        Assert.Equal([1, 1, 1, 0, 0], parts.Select(part => part.Samples));
        Assert.Equal([0, 0, 0], parts[4].Nodes[0].Count);
        CheckSame(_samples.Collect(), PopulationStatistics.Merge(parts));
    }

    [Fact]
    public void One_part_alone_counts_what_can_not_be_used()
    {
        _samples.Save(Samples.Plain(-1, 2));
        _samples.Write("a.npy", [1, 2, float.NaN, 4, 5, 6, 7, 8], 4, 2);
        _samples.WriteBytes("b.npy", [1, 2, 3]);
        var options = new CalibrationOptions { SkipBad = true, Shards = 4 };
        PopulationStatistics[] parts = [.. Enumerable.Range(0, 4).Select(shard => _samples.Collect(options with { Shard = shard }))];
        Assert.Equal([1, 1, 0, 0], parts.Select(part => part.SkippedCount).OrderDescending());
        CheckSame(_samples.Collect(options with { Shards = 1 }), PopulationStatistics.Merge(parts));
    }

    [Fact]
    public void Refuses_to_merge_what_is_of_two_models()
    {
        _samples.Save(Samples.Plain(-1, 3, 2));
        _samples.Write("x.npy", 3, 2);
        var one = _samples.Collect();
        var changed = one with { Nodes = [one.Nodes[0] with { Stored = new([1, 1, 1], [0, 0, 0], [0, 0, 0], [1, 1, 1]) }] };
        Assert.Throws<ArgumentException>(() => PopulationStatistics.Merge(one, changed));
        Assert.Throws<ArgumentException>(() => PopulationStatistics.Merge());
    }

    [Fact]
    public void Stops_when_it_is_told_to()
    {
        _samples.Save(Samples.Plain(-1, 3, 2));
        _samples.Write("x.npy", 100, 3, 2);
        using var source = new CancellationTokenSource();
        var stop = new Stop(source);
        Assert.Throws<OperationCanceledException>(() =>
            StatisticsCollector.Collect(_samples.ModelPath, CalibrationData.Open([_samples.Folder]), progress: stop, cancellation: source.Token));
        Assert.Equal(1, stop.Samples);
    }

    [Fact]
    public void A_model_without_any_needs_no_data()
    {
        _samples.Save(new ModelBuilder().Input("x", 1, 2).Node("Relu", "x", "y").Output("y", 1, 2));
        _samples.Write("x.npy", 7, 7);
        Assert.Equal((0, 0), (_samples.Collect().Samples, _samples.Collect().Nodes.Count));
    }

    private static void CheckSame(PopulationStatistics expected, PopulationStatistics found)
    {
        Assert.Equal(expected.Samples, found.Samples);
        foreach (var (one, other) in expected.Nodes.Zip(found.Nodes))
        {
            Assert.Equal(one.Count, other.Count);
            for (var c = 0; c < one.Count.Count; c++)
            {
                Assert.Equal(1, other.Mean[c] / one.Mean[c], 1e-12);
                Assert.Equal(1, other.Variance(c) / one.Variance(c), 1e-12);
            }
        }
    }

    private static void CheckChannel(BatchNormPopulation node, int channel, float[] values)
    {
        var mean = values.Average(value => (double)value);
        Assert.Equal(values.Length, node.Count[channel]);
        Assert.Equal(mean, node.Mean[channel], 1e-7);
        Assert.Equal(values.Average(value => (value - mean) * (value - mean)), node.Variance(channel), 1e-6);
    }

    private sealed class Told(Action<StatisticsProgress> action) : IProgress<StatisticsProgress>
    {
        public void Report(StatisticsProgress value) => action(value);
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<StatisticsProgress>
    {
        public long Samples { get; private set; }

        public void Report(StatisticsProgress value)
        {
            Samples = value.Samples;
            source.Cancel();
        }
    }
}
