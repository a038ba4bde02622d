using BnFold.Onnx;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class FloatFormatTests
{
    [Theory]
    [InlineData(1f, 0), InlineData(-3.75f, 0), InlineData(0f, 0), InlineData(1e-45f, 0), InlineData(3e38f, 0), InlineData(2f, 1), InlineData(1f, 17)]
    public void Distance_counts_steps_between_floats(float value, int steps)
    {
        var other = value;
        for (var i = 0; i < steps; i++) other = MathF.BitDecrement(other);
        Assert.Equal(steps, FloatFormat.Of(ElementType.Float).Distance(value, other));
    }

    [Fact]
    public void Distance_goes_through_zero() =>
        Assert.Equal(2, FloatFormat.Of(ElementType.Float).Distance(float.Epsilon, -float.Epsilon));

    [Theory, InlineData(65504, 65472), InlineData(1, 1 - (1 / 2048.0))]
    public void Distance_is_of_the_type(double one, double two) => Assert.Equal(1, FloatFormat.Of(ElementType.Float16).Distance(one, two));

    [Fact]
    public void Percentiles_are_exact_where_distances_are_small()
    {
        var histogram = new UlpHistogram();
        for (var i = 0; i < 100; i++) histogram.Add(i);
        histogram.Add(5_000_000);
        Assert.Equal((101L, 50L, 99L, 5_000_000L), (histogram.Count, histogram.Percentile(0.5), histogram.Percentile(0.99), histogram.Max));
    }
}
