using BnFold.Benchmarking;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class BootstrapTests
{
    [Fact]
    public void Interval_of_what_never_varies_is_a_point() =>
        Assert.Equal(new RatioInterval(1.5, 1.5, 1.5), Bootstrap.Interval([[1.5, 1.5], [1.5]], seed: 1));

    [Fact]
    public void Same_seed_gives_the_same_interval() =>
        Assert.Equal(Bootstrap.Interval([Sample(1, 1.2, 30)], seed: 3), Bootstrap.Interval([Sample(1, 1.2, 30)], seed: 3));

    [Fact]
    public void Intervals_cover_the_true_median_about_as_often_as_they_say()
    {
        var covered = Enumerable.Range(0, 200).Count(trial =>
            Bootstrap.Interval([Sample(trial, 1.2, 40)], trial) is { Low: <= 1.2, High: >= 1.2 });
        Assert.InRange(covered, 175, 200);
    }

    [Fact]
    public void Sessions_that_differ_widen_the_interval()
    {
        var (one, other) = (Sample(1, 1.0, 50), Sample(2, 1.3, 50));
        var apart = Bootstrap.Interval([one, other], seed: 1);
        var together = Bootstrap.Interval([[.. one, .. other]], seed: 1);
        Assert.True(apart.High - apart.Low > 1.2 * (together.High - together.Low), $"{apart} {together}");
        Assert.Equal(apart.Ratio, together.Ratio);
    }

    private static double[] Sample(int seed, double median, int count)
    {
        var noise = new Noise(seed, 17);
        return [.. Enumerable.Range(0, count).Select(_ => median + (0.05 * noise.Normal()))];
    }
}
