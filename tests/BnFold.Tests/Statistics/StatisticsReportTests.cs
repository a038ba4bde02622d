using Xunit;

namespace BnFold.Tests.Statistics;

public sealed class StatisticsReportTests
{
    [Fact]
    public void Figures_are_those_of_the_definitions()
    {
        // Stored N(1, 4), observed N(3, 1): by numerical integration KL = 0.8181471805599453, and W₂ = √(2² + 1²) = √5, of σ = 2.
        var report = StatisticsReport.Of(Of(Node([3], [1], new([1], [0], [1], [4]) { Epsilon = 0 })));
        var channel = Assert.Single(report.Nodes[0].Channels);
        Assert.Equal((1, 0.25), (channel.MeanShift, channel.VarianceRatio));
        Assert.Equal(Math.Sqrt(5) / 2, channel.Distance, 1e-15);
        Assert.Equal(0.8181471805599453, channel.Divergence, 1e-15);
        Assert.Equal((DriftVerdict.Drifts, 1), (report.Verdict, report.BeyondThreshold));
        Assert.Equal((channel.Distance, channel.Divergence), (report.MaxDistance, report.Nodes[0].Divergence));
    }

    [Fact]
    public void Data_that_fits_is_said_to()
    {
        var report = StatisticsReport.Of(Of(Node([1.1], [4.2], new([1], [0], [1], [4]))));
        Assert.Equal((DriftVerdict.Fits, 0), (report.Verdict, report.BeyondThreshold));
        Assert.Equal(DriftVerdict.Drifts, StatisticsReport.Of(report.Population, threshold: 0.01).Verdict);
    }

    [Fact]
    public void One_channel_of_twenty_is_forgiven_and_two_are_not()
    {
        Assert.Equal(DriftVerdict.Fits, StatisticsReport.Of(Of(Shifted(20, 1))).Verdict);
        Assert.Equal(DriftVerdict.Drifts, StatisticsReport.Of(Of(Shifted(20, 2))).Verdict);

        static BatchNormPopulation Shifted(int channels, int shifted)
        {
            var zeros = new double[channels];
            double[] ones = [.. zeros.Select(_ => 1.0)];
            return Node([.. zeros.Select((_, c) => c < shifted ? 9.0 : 0)], ones, new(ones, zeros, zeros, ones));
        }
    }

    [Fact]
    public void Dead_channels_are_named_and_those_without_scale_do_not_count()
    {
        var report = StatisticsReport.Of(Of(Node([5, 0, 7], [0, 1, 1], new([1, 1, 0], [0, 0, 0], [5, 0, 0], [0, 1, 1]))));
        var node = report.Nodes[0];
        Assert.Equal([0, 2], node.Constant.Concat(node.Unscaled));
        Assert.Equal((DriftVerdict.Fits, 2), (node.Verdict, node.Worst.Count));
        Assert.All(node.Channels, channel => Assert.True(double.IsFinite(channel.Distance)));
    }

    [Fact]
    public void Pruned_channels_do_not_outvote_those_that_live()
    {
        var zeros = new double[256];
        double[] ones = [.. zeros.Select(_ => 1.0)];
        double[] scale = [.. zeros.Select((_, c) => c < 10 ? 1.0 : 0)];
        double[] mean = [.. scale.Select(live => live * 100)];
        var report = StatisticsReport.Of(Of(Node(mean, ones, new(scale, zeros, zeros, ones))));
        Assert.Equal((DriftVerdict.Drifts, 1, 1), (report.Verdict, report.Nodes[0].BeyondThreshold, report.BeyondThreshold));
    }

    [Fact]
    public void Shares_of_nodes_weigh_by_their_live_channels()
    {
        var off = Node([9, 9], [1, 1], new([1, 0], [0, 0], [0, 0], [1, 1]));
        var right = Node([0, 0, 0], [1, 1, 1], new([1, 1, 1], [0, 0, 0], [0, 0, 0], [1, 1, 1]));
        Assert.Equal(0.25, StatisticsReport.Of(Of(off, right)).BeyondThreshold);
    }

    [Fact]
    public void Not_a_number_is_farther_than_any_distance_of_another_node()
    {
        var none = Node([0], [1], new([1], [0], [double.NaN], [1]));
        var far = Node([9], [1], new([1], [0], [0], [1]));
        Assert.Equal(double.NaN, StatisticsReport.Of(Of(far, none, far)).MaxDistance);
        Assert.Equal(9, StatisticsReport.Of(Of(far, Node([2], [1], new([1], [0], [0], [1])))).MaxDistance, 1e-3);
    }

    [Fact]
    public void Statistics_that_are_none_drift()
    {
        var report = StatisticsReport.Of(Of(Node([0], [1], new([1], [0], [double.NaN], [1]))));
        Assert.Equal(DriftVerdict.Drifts, report.Verdict);
        Assert.Equal(double.NaN, report.MaxDistance);
    }

    [Fact]
    public void What_was_not_measured_has_no_verdict()
    {
        var report = StatisticsReport.Of(Of(new BatchNormPopulation { Node = "bn", NotMeasured = "it is in a body" }));
        Assert.Equal(DriftVerdict.NotMeasured, report.Verdict);
        Assert.Equal(double.NaN, report.MaxDistance);
    }

    private static PopulationStatistics Of(params BatchNormPopulation[] nodes) => new() { Samples = 10, Nodes = nodes };

    private static BatchNormPopulation Node(double[] mean, double[] variance, BatchNormParameters stored) => new()
    {
        Node = "bn",
        Stored = stored,
        Count = [.. mean.Select(_ => 10L)],
        Mean = mean,
        SquaredDeviations = [.. variance.Select(value => 10 * value)],
        NotFinite = new long[mean.Length],
    };
}
