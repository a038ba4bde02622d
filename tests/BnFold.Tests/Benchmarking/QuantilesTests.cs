using BnFold.Benchmarking;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class QuantilesTests
{
    [Theory, InlineData(0, 1), InlineData(0.5, 2.5), InlineData(1, 4), InlineData(0.25, 1.75)]
    public void Interpolates_between_neighbours(double share, double expected) => Assert.Equal(expected, Quantiles.At([1, 2, 3, 4], share), 12);

    [Fact]
    public void One_sample_is_all_its_quantiles() => Assert.Equal(new TimeQuantiles(1, 7, 7, 7, 7), Quantiles.Of([7]));

    [Fact]
    public void Samples_need_no_order() => Assert.Equal(3, Quantiles.Median([5, 1, 3]));
}
