using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Recalibration;

public sealed class RecalibratedNodeTests : IDisposable
{
    private readonly Recalibrated _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>Times in seconds since 1970: float32 stores their mean in steps of 128, their deviation is an hour.</summary>
    [Fact]
    public void A_large_mean_fits_as_well_as_its_type_can_tell_it()
    {
        var model = new ModelBuilder().Input("x", -1, 1).BatchNorm("x", "y", 1).Output("y");
        var data = _run.File("times.npy");
        NpyWriter.Write(
            data, [64, 1],
            [.. Enumerable.Range(0, 64).Select(i => 1.7e9 + (128 * ((14 * ((i % 8) - 4)) + (i % 4 == 0 ? 1 : 0))))]);
        _run.Write(model.Model).On(data);
        var node = Assert.Single(_run.Report.Nodes);
        Assert.True(node.After.Channels[0].Distance > 2e-3, $"{node.After.Channels[0].Distance} σ");
        Assert.True(node.Fits(1e-3));
        Assert.False(Moved(node, by: 200).Fits(1e-3));
        Assert.False(Moved(node, double.NaN).Fits(1e-3));
    }

    [Fact]
    public void Half_precision_has_its_own_step()
    {
        var stored = new BatchNormParameters([1], [0], [1000], [1]) { Epsilon = 0 };
        Assert.True(Node("Float16", stored, mean: 1000.25, variance: 1.0004).Fits(1e-6));
        Assert.False(Node("Float16", stored, mean: 1000.26, variance: 1).Fits(1e-6));
        Assert.False(Node("Float16", stored, mean: 1000, variance: 1.002).Fits(1e-6));
        Assert.False(Node("Float", stored, mean: 1000.25, variance: 1).Fits(1e-6));
    }

    [Fact]
    public void A_channel_without_variance_and_epsilon_fits_itself_alone()
    {
        var stored = new BatchNormParameters([1], [0], [3], [0]) { Epsilon = 0 };
        Assert.True(Node("Float", stored, mean: 3, variance: 0).Fits(1e-3));
        Assert.False(Node("Float", stored, mean: 3.001, variance: 0).Fits(1e-3));
    }

    /// <summary>
    /// ONNX Runtime seeds random nodes by their place: the second level is measured without the nodes of the third, so it sees others.
    /// </summary>
    [Fact]
    public void What_differs_from_run_to_run_does_not_fit()
    {
        var model = new ModelBuilder().Input("x", -1, 1).BatchNorm("x", "a", 1).BatchNorm("a", "b", 1)
            .Node("Relu", "b", "c").BatchNorm("c", "d", 1)
            .Node("RandomNormalLike", "x", "r").Node("Add", "a r", "s").BatchNorm("s", "e", 1).Node("Add", "d e", "y").Output("y");
        var data = _run.File("data.npy");
        NpyWriter.Write(data, [16, 1], NpyWriter.Noise(3, 16));
        _run.Write(model.Model).On(data);
        Assert.Equal(["bn_e"], _run.Report.Nodes.Where(node => !node.Fits(1e-3)).Select(node => node.Node));
    }

    private static RecalibratedNode Moved(RecalibratedNode node, double by) =>
        node with { After = node.After with { Population = node.After.Population with { Mean = [node.After.Population.Mean[0] + by] } } };

    private static RecalibratedNode Node(string type, BatchNormParameters stored, double mean, double variance)
    {
        var seen = new BatchNormPopulation
        {
            Node = "bn",
            Stored = stored,
            Count = [10],
            Mean = [mean],
            SquaredDeviations = [10 * variance],
            NotFinite = [0],
        };
        var drift = new BatchNormDrift { Population = seen, Verdict = DriftVerdict.Fits };
        return new() { Node = "bn", Level = 0, Channels = 1, Type = type, Before = drift, After = drift };
    }
}
