using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class NoiseTests
{
    [Fact]
    public void Is_normal()
    {
        var noise = new Noise(1, 2, 3);
        var values = Enumerable.Range(0, 200_000).Select(_ => noise.Normal()).ToArray();

        Assert.InRange(values.Average(), -0.01, 0.01);
        Assert.InRange(values.Average(x => x * x), 0.99, 1.01);
        Assert.InRange(values.Count(x => Math.Abs(x) < 1) / 200_000.0, 0.680, 0.685);
        Assert.InRange(values.Max(Math.Abs), 4, 6);
    }

    [Fact]
    public void Draws_every_integer_below_a_bound_alike()
    {
        var noise = new Noise(5);
        var counts = Enumerable.Range(0, 80_000).Select(_ => noise.Below(8)).CountBy(i => i).ToDictionary();

        Assert.Equal(Enumerable.Range(0, 8), counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Depends_on_every_seed_and_on_nothing_else()
    {
        Assert.Equal(new Noise(1, 2).Normal(), new Noise(1, 2).Normal());
        Noise[] others = [new(1), new(2), new(1, 0), new(0, 1), new(1, 1), new()];
        Assert.Equal(others.Length, others.Select(noise => noise.Normal()).Distinct().Count());
    }

    [Fact]
    public void Gives_the_same_numbers_on_every_machine()
    {
        // What a report names as its seed must still mean the same inputs next year.
        var noise = new Noise(1, 0, 0);

        Assert.Equal("0.835514762 -0.188939995 685", FormattableString.Invariant($"{noise.Normal():F9} {noise.Normal():F9} {noise.Below(1000)}"));
    }
}
