using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class InferTests
{
    public static TheoryData<long[]> Ranks => [.. Shapes.Ranks1To5];

    [Fact]
    public void Normalises_each_channel_with_its_own_constants()
    {
        var parameters = new BatchNormParameters([3, -2], [5, 0.5], [1, -1], [4, 0.25]) { Epsilon = 0 };

        var y = BatchNormReference.Infer<double>([1, 3, -1, 0, 7, 1, -3, 0], [2, 2, 2], parameters);

        Assert.Equal([5, 8, 0.5, -3.5, 14, 5, 8.5, -3.5], y);
    }

    [Fact]
    public void Adds_epsilon_to_the_variance_before_the_root() =>
        Assert.Equal([6], BatchNormReference.Infer<double>([3], [1, 1], new([4], [0], [0], [3]) { Epsilon = 1 }));

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Treats_a_channel_as_if_it_were_alone(long[] dims)
    {
        var random = new Random(15);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var parameters = Shapes.Parameters(random, Shapes.Channels(dims));

        var y = BatchNormReference.Infer(x, dims, parameters);

        for (var c = 0; c < Shapes.Channels(dims); c++)
        {
            var own = Shapes.PositionsOfChannel(dims, c);
            Assert.Equal(BatchNormReference.Infer(x.At(own), [own.Length], parameters.Only(c)), y.At(own));
        }
    }

    [Fact]
    public void Takes_a_parameter_per_element_for_spatial_0()
    {
        var parameters = new BatchNormParameters([1, 2, 3, 4], [0, 0, 0, 10], [1, 1, 1, 1], [1, 1, 1, 4]) { Epsilon = 0 };

        var y = BatchNormReference.Infer<double>([1, 2, 3, 4, 5, 6, 7, 9], [2, 2, 2], parameters);

        Assert.Equal([0, 2, 6, 16, 4, 10, 18, 26], y);
    }

    [Theory]
    [InlineData(new long[] { 0 }, 1)]
    [InlineData(new long[] { 0, 3, 4 }, 3)]
    [InlineData(new long[] { 2, 3, 0 }, 3)]
    [InlineData(new long[] { 2, 3, 0 }, 0)]
    [InlineData(new long[] { 2, 0, 4 }, 0)]
    public void Gives_an_empty_result_for_an_empty_input(long[] dims, int features) =>
        Assert.Empty(BatchNormReference.Infer<double>([], dims, Shapes.Plain(features, epsilon: 0)));

    [Fact]
    public void Passes_infinities_and_NaN_on_to_their_own_element_only()
    {
        double[] x = [double.PositiveInfinity, double.NaN, 1, double.NegativeInfinity];

        Assert.Equal(x, BatchNormReference.Infer(x, [2, 2], Shapes.Plain(2, epsilon: 0)));
    }

    [Theory]
    [InlineData(-1, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    public void Leaves_an_impossible_variance_to_IEEE_arithmetic(double variance, double expected) =>
        Assert.Equal([expected], BatchNormReference.Infer<double>([2], [1, 1], new([1], [0], [0], [variance]) { Epsilon = 0 }));

    [Fact]
    public void Refuses_a_shape_of_another_size()
    {
        var plain = Shapes.Plain(3, epsilon: 0);

        var thrown = Assert.Throws<ArgumentException>(() => BatchNormReference.Infer(new double[5], [2, 3], plain));

        Assert.Contains("[2, 3] asks for 6 elements, found 5", thrown.Message, StringComparison.Ordinal);
    }
}
