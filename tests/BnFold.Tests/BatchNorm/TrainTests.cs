using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class TrainTests
{
    public static TheoryData<long[]> Ranks => [.. Shapes.Ranks1To5];

    [Fact]
    public void Divides_by_the_number_of_elements_not_one_less()
    {
        // Channel 0: 1, 3, 5, 7 has mean 4 and squares 9 + 1 + 1 + 9; channel 1: -2, 2, -2, 2 has mean 0 and squares 4 · 4.
        var parameters = new BatchNormParameters([2, 3], [10, 1], [8, 1], [1, 8]) { Epsilon = 4 };

        var training = BatchNormReference.Train([1, 3, -2, 2, 5, 7, -2, 2], [2, 2, 2], parameters, momentum: 0.75);

        Assert.Equal([4, 0], training.BatchMean);
        Assert.Equal([5, 4], training.BatchVariance);
        Assert.Equal([8, 10 - (2.0 / 3)], training.Y[..2]);
        Assert.Equal([1 / 3.0, 1 / Math.Sqrt(8)], training.InverseStandardDeviation);
        Assert.Equal([7, 0.75], training.RunningMean);
        Assert.Equal([2, 7], training.RunningVariance);
    }

    [Theory]
    [InlineData(1, 8, 3)]
    [InlineData(0, 5, 4)]
    public void Keeps_the_share_of_the_old_statistics_that_momentum_names(double momentum, double mean, double variance)
    {
        var training = BatchNormReference.Train([3, 7], [2, 1], new([1], [0], [8], [3]), momentum);

        Assert.Equal([mean], training.RunningMean);
        Assert.Equal([variance], training.RunningVariance);
    }

    [Fact]
    public void Defaults_momentum_to_the_float_0_9()
    {
        Assert.Equal(0.899999976158142, BatchNormReference.DefaultMomentum, 1e-15);
        Assert.Equal([10.0 * 0.9f], BatchNormReference.Train([0, 0], [2, 1], new([1], [0], [10], [0])).RunningMean);
    }

    [Fact]
    public void Offers_both_readings_of_saved_var()
    {
        var training = BatchNormReference.Train([3, 7], [2, 1], new([1], [0], [0], [1]) { Epsilon = 12 });

        Assert.Equal([5], training.SavedMean);
        Assert.Equal([4], training.SavedVariance);
        Assert.Equal([0.25], training.SavedInverseStandardDeviation);
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Gives_mean_0_and_variance_of_the_share_that_epsilon_leaves(long[] dims)
    {
        var random = new Random(14);
        var plain = Shapes.Plain(Shapes.Channels(dims), epsilon: 0.25);

        var training = BatchNormReference.Train(Shapes.Random(random, Shapes.Elements(dims), centre: 3, spread: 2), dims, plain);

        var again = BatchNormReference.Train(training.Y, dims, plain);
        Assert.All(again.BatchMean, mean => Assert.Equal(0, mean, 1e-15));
        Assert.All(again.BatchVariance.Zip(training.BatchVariance), pair =>
            Assert.Equal(pair.Second / (pair.Second + 0.25), pair.First, 1e-14));
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Does_not_see_scale_and_offset_of_the_input_when_epsilon_is_0(long[] dims)
    {
        var random = new Random(13);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var plain = Shapes.Plain(Shapes.Channels(dims), epsilon: 0);

        var y = BatchNormReference.Train(x, dims, plain).Y;
        var moved = BatchNormReference.Train(Array.ConvertAll(x, value => (1000 * value) - 300), dims, plain).Y;
        var turned = BatchNormReference.Train(Array.ConvertAll(x, value => 5 - (0.01 * value)), dims, plain).Y;

        Assert.All(y.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.All(y.Zip(turned), pair => Assert.Equal(pair.First, -pair.Second, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Gives_bit_for_bit_what_inference_with_the_statistics_of_the_batch_gives(long[] dims)
    {
        var random = new Random(12);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var given = Shapes.Parameters(random, Shapes.Channels(dims));

        var training = BatchNormReference.Train(x, dims, given);

        var calibrated = new BatchNormParameters(given.Scale, given.Bias, training.BatchMean, training.BatchVariance);
        Assert.Equal(BatchNormReference.Infer(x, dims, calibrated), training.Y);
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Takes_statistics_of_a_channel_over_all_other_axes(long[] dims)
    {
        var random = new Random(11);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var parameters = Shapes.Parameters(random, Shapes.Channels(dims));

        var training = BatchNormReference.Train(x, dims, parameters);

        for (var c = 0; c < parameters.Features; c++)
        {
            var own = Shapes.PositionsOfChannel(dims, c);
            var alone = BatchNormReference.Train(x.At(own), [own.Length], parameters.Only(c));
            Assert.Equal(alone.Y, training.Y.At(own));
            Assert.Equal((alone.RunningMean[0], alone.RunningVariance[0]), (training.RunningMean[c], training.RunningVariance[c]));
        }
    }

    [Fact]
    public void Takes_statistics_of_an_element_over_the_batch_alone_for_spatial_0()
    {
        long[] dims = [5, 3, 2, 2];
        var random = new Random(10);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var parameters = Shapes.Parameters(random, 12);

        var training = BatchNormReference.Train(x, dims, parameters);

        for (var e = 0; e < parameters.Features; e++)
        {
            var own = Shapes.PositionsOfElement(dims, e);
            Assert.Equal(BatchNormReference.Train(x.At(own), [5], parameters.Only(e)).Y, training.Y.At(own));
        }
    }

    [Fact]
    public void Gives_the_bias_where_a_feature_has_a_single_element()
    {
        Assert.Equal([4], BatchNormReference.Train([17], [1], new([3], [4], [0], [1])).Y);
        Assert.Equal([4, 5], BatchNormReference.Train([17, -2], [1, 2], new([3, 3], [4, 5], [0, 0], [1, 1])).Y);

        var perElement = new BatchNormParameters([5, 5, 5, 5], [1, 2, 3, 4], new double[4], new double[4]);
        Assert.Equal([1, 2, 3, 4], BatchNormReference.Train([9, 8, 7, 6], [1, 2, 2], perElement).Y);
    }

    [Fact]
    public void Normalises_a_batch_of_one_over_its_spatial_axes() =>
        Assert.Equal([-1, 1, 1, -1], BatchNormReference.Train([10, 30, 8, 4], [1, 2, 2], Shapes.Plain(2, epsilon: 0)).Y);

    [Theory]
    [InlineData(new long[] { 0, 2, 3 })]
    [InlineData(new long[] { 3, 2, 0 })]
    public void Has_no_mean_and_no_variance_of_an_empty_batch(long[] dims)
    {
        var training = BatchNormReference.Train([], dims, Shapes.Plain(2, epsilon: 0));

        Assert.Empty(training.Y);
        Assert.Equal([double.NaN, double.NaN], training.BatchMean);
        Assert.Equal([double.NaN, double.NaN], training.BatchVariance);
        Assert.Equal([double.NaN, double.NaN], training.RunningMean);
    }

    [Fact]
    public void Keeps_NaN_within_its_channel()
    {
        var training = BatchNormReference.Train([double.NaN, 1, 2, 3], [2, 2], Shapes.Plain(2, epsilon: 0));

        Assert.Equal([double.NaN, -1, double.NaN, 1], training.Y);
    }

    [Fact]
    public void Loses_no_digits_of_the_variance_to_a_large_mean()
    {
        var training = BatchNormReference.Train([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16], [4, 1], Shapes.Plain(1, epsilon: 0));

        Assert.Equal([1e9 + 10], training.BatchMean);
        Assert.Equal([22.5], training.BatchVariance);
    }
}
