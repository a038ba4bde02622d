using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class BatchNormParametersTests
{
    [Fact]
    public void Defaults_epsilon_to_the_float_1e_5()
    {
        Assert.Equal(9.99999974737875e-06, new BatchNormParameters([1], [0], [0], [1]).Epsilon, 1e-20);
        Assert.NotEqual(1e-5, BatchNormParameters.DefaultEpsilon);
    }

    [Fact]
    public void Takes_vectors_of_equal_length() => Assert.Equal(2, new BatchNormParameters([1, 2], [0, 0], [0, 0], [1, 1]).Features);

    [Theory]
    [InlineData(3, 2, 2, "bias")]
    [InlineData(2, 1, 2, "mean")]
    [InlineData(2, 2, 0, "variance")]
    public void Refuses_vectors_of_different_lengths(int bias, int mean, int variance, string name)
    {
        var thrown = Assert.Throws<ArgumentException>(
            () => new BatchNormParameters([1, 1], new double[bias], new double[mean], new double[variance]));

        Assert.Equal(name, thrown.ParamName);
        Assert.Contains("scale has 2 elements, " + name, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_missing_vector() =>
        Assert.Throws<ArgumentNullException>("variance", () => new BatchNormParameters([1], [1], [1], null!));
}
