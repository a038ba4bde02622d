using BnFold.Benchmarking;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class ComparisonTests
{
    private static readonly RatioInterval _even = new(1, 0.98, 1.02);
    private static readonly RatioInterval _better = new(1.5, 1.4, 1.6);

    [Theory]
    [InlineData(1.1, 1.01, 1.2, false, BenchmarkVerdict.Faster)]
    [InlineData(1.004, 1.001, 1.01, false, BenchmarkVerdict.NoGain)]
    [InlineData(0.9, 0.8, 0.99, false, BenchmarkVerdict.Slower)]
    [InlineData(0.996, 0.99, 0.999, false, BenchmarkVerdict.NoGain)]
    [InlineData(1.1, 0.99, 1.2, false, BenchmarkVerdict.NoGain)]
    [InlineData(1, 0.99, 1.01, true, BenchmarkVerdict.FusedByRuntime)]
    public void Verdict_is_by_the_interval_and_a_per_cent(double ratio, double low, double high, bool areFused, BenchmarkVerdict verdict) =>
        Assert.Equal(verdict, Comparison.VerdictOf(new(ratio, low, high), areFused));

    [Fact]
    public void Without_a_profile_nothing_is_said_of_fusions() =>
        Assert.Equal(BenchmarkVerdict.NoGain, Comparison.Of("x.onnx", 1, [], [], new(_even, _even), plain: null).Verdict);

    [Fact]
    public void A_node_that_runs_under_another_name_is_not_fused()
    {
        NodeCost[] conv = [new("conv", "Conv", 3e-6)];
        Assert.Equal(BenchmarkVerdict.FusedByRuntime, Comparison.Of("x.onnx", 1, conv, conv, new(_even, _even), plain: null).Verdict);
        Assert.Equal(BenchmarkVerdict.NoGain, Comparison.Of("x.onnx", 0, conv, conv, new(_even, _even), plain: null).Verdict);
        NodeCost[] both = [.. conv, new("bn_nchwc", "Conv", 3e-6)];
        Assert.Equal(BenchmarkVerdict.NoGain, Comparison.Of("x.onnx", 1, both, conv, new(_even, _even), plain: null).Verdict);
    }

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
        Comparison.Of("x.onnx", 1, original, other, new(_better, _even), plain: null);
}
