using BnFold.Benchmarking;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class ComparisonTests
{
    private static readonly RatioInterval _even = new(1, 0.98, 1.02);
    private static readonly RatioInterval _better = new(1.5, 1.4, 1.6);

    [Theory]
    [InlineData(1.01, 1.2, true, BenchmarkVerdict.Faster)]
    [InlineData(0.8, 0.99, true, BenchmarkVerdict.Slower)]
    [InlineData(0.99, 1.2, true, BenchmarkVerdict.NoGain)]
    [InlineData(0.99, 1.01, false, BenchmarkVerdict.FusedByRuntime)]
    public void Verdict_is_by_the_interval_alone(double low, double high, bool hasBatchNorms, BenchmarkVerdict expected) =>
        Assert.Equal(expected, Comparison.VerdictOf(new(1, low, high), hasBatchNorms, isProfiled: true));

    [Fact]
    public void Without_a_profile_nothing_is_said_of_fusions() =>
        Assert.Equal(BenchmarkVerdict.NoGain, Comparison.VerdictOf(_even, hasBatchNorms: false, isProfiled: false));

    [Fact]
    public void Names_the_sites_behind_a_gain_and_what_became_of_other_nodes()
    {
        var comparison = Compare(
            [new("bn", "BatchNormalization", 6e-6), new("gemm", "Gemm", 3e-6), new("relu", "Relu", 1e-6)],
            [new("fused gemm", "FusedGemm", 5e-6)]);
        Assert.Equal([new NodeCostChange("bn", "BatchNormalization", 6e-6, null)], comparison.BatchNormalizations);
        Assert.Equal(0.6, comparison.BatchNormShare, 12);
        Assert.Equal([("gemm", 3e-6, 5e-6), ("relu", 1e-6, null)], comparison.OtherNodes.Select(node => (node.Node, node.Before, node.After)));
    }

    [Fact]
    public void Counts_a_stand_in_of_the_same_name_as_what_is_left_of_the_site()
    {
        var site = Assert.Single(Compare([new("bn", "BatchNormalization", 6e-6)], [new("bn", "Add", 2e-6)]).BatchNormalizations);
        Assert.Equal(4e-6, site.Gain, 12);
    }

    private static BenchmarkComparison Compare(NodeCost[] original, NodeCost[] other) =>
        Comparison.Of("x.onnx", original, other, new(_better, _even), plain: null);
}
