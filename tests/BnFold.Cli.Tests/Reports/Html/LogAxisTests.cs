using BnFold.Cli.Reports.Html;
using Xunit;

namespace BnFold.Cli.Tests.Reports.Html;

public sealed class LogAxisTests
{
    [Fact]
    public void Spans_whole_decades_around_the_values()
    {
        var axis = new LogAxis([3e-7, 2e-5, 0, double.NaN]);
        Assert.Equal(["1e-07", "1e-06", "1e-05", "1e-04"], axis.Ticks().Select(tick => tick.Label));
        Assert.Equal(["4%", "34.67%", "65.33%", "96%"], axis.Ticks().Select(tick => tick.At));
        Assert.Equal("4%", axis.At(1e-7));
        Assert.Equal("19.33%", axis.At(Math.Pow(10, -6.5)));
    }

    [Fact]
    public void Has_few_marks_however_far_it_goes() => Assert.InRange(new LogAxis([1e-300, 1e300]).Ticks().Count(), 2, 7);

    [Fact]
    public void Has_a_place_for_everything()
    {
        var axis = new LogAxis([]);
        Assert.Equal(["0.1", "1"], axis.Ticks().Select(tick => tick.Label));
        Assert.Equal(["0.5%", "96%", "96%"], new[] { 0, double.NaN, 5 }.Select(axis.At));
    }
}
