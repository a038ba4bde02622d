using BnFold.BatchNorm;
using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class CompensatedSumTests
{
    [Theory]
    [InlineData(new double[] { }, 0)]
    [InlineData(new[] { 1, 1e100, 1, -1e100 }, 2)]
    [InlineData(new[] { 1e100, 1, -1e100 }, 1)]
    [InlineData(new[] { 1, double.PositiveInfinity, 2 }, double.PositiveInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    [InlineData(new[] { 1, double.NaN, 2 }, double.NaN)]
    public void Keeps_what_an_addition_rounds_away(double[] terms, double expected) => Assert.Equal(expected, Sum(terms));

    [Fact]
    public void Does_not_drift_over_many_terms()
    {
        var terms = Enumerable.Repeat(0.1, 1_000_000).ToArray();

        Assert.Equal(0.1, Sum(terms) / terms.Length, 1e-17);
        Assert.NotEqual(0.1, terms.Aggregate(0.0, (sum, term) => sum + term) / terms.Length, 1e-13);
    }

    private static double Sum(double[] terms)
    {
        var sum = default(CompensatedSum);
        foreach (var term in terms) sum.Add(term);
        return sum.Value;
    }
}
