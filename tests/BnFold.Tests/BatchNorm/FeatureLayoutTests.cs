using BnFold.BatchNorm;
using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class FeatureLayoutTests
{
    [Theory]
    [InlineData(new long[] { 2, 3 }, 3, new[] { 0, 1, 2, 0, 1, 2 })]
    [InlineData(new long[] { 2, 2, 2 }, 2, new[] { 0, 0, 1, 1, 0, 0, 1, 1 })]
    [InlineData(new long[] { 2, 2, 2 }, 4, new[] { 0, 1, 2, 3, 0, 1, 2, 3 })]
    [InlineData(new long[] { 1, 2, 1, 1 }, 2, new[] { 0, 1 })]
    [InlineData(new long[] { 3 }, 1, new[] { 0, 0, 0 })]
    public void Tells_channels_and_elements_by_the_number_of_parameters(long[] dims, int features, int[] expected)
    {
        var layout = FeatureLayout.Of(dims, expected.Length, features);

        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(layout.FeatureOf));
        Assert.Equal(expected.Length / features, layout.ElementsPerFeature);
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 4 }, 24, 4, "[2, 3, 4] takes 3 parameters, or 12 with spatial = 0; found 4")]
    [InlineData(new long[] { 3 }, 3, 3, "[3] takes 1 parameters, or 1 with spatial = 0; found 3")]
    [InlineData(new long[] { }, 1, 1, "a scalar has no channels")]
    [InlineData(new long[] { 2, -1 }, 2, 1, "[2, -1] has a negative dimension")]
    [InlineData(new long[] { 2, 3 }, 7, 3, "[2, 3] asks for 6 elements, found 7")]
    [InlineData(new[] { 1L << 32, 1L << 32 }, 0, 0, "asks for 18446744073709551616 elements, found 0")]
    [InlineData(new[] { 0, 1L << 32, 1L << 32 }, 0, 0, "takes 4294967296 parameters, or 18446744073709551616 with spatial = 0; found 0")]
    public void Refuses_what_does_not_fit_together(long[] dims, int elements, int features, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => FeatureLayout.Of(dims, elements, features)).Message, StringComparison.Ordinal);
}
