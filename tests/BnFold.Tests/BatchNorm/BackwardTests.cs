using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class BackwardTests
{
    public static TheoryData<long[], int> Problems
    {
        get
        {
            var problems = new TheoryData<long[], int>();
            foreach (var dims in Shapes.Ranks1To5) problems.Add(dims, Shapes.Channels(dims));
            problems.Add([4, 3, 2], 6);
            return problems;
        }
    }

    [Fact]
    public void Matches_three_points_worked_out_by_hand()
    {
        // x̂ = (−s, 0, s) with s = √1.5 = 1/√σ²; dx = γ·s/3 · (3·dy − Σdy − x̂·Σ(dy·x̂))
        var s = Math.Sqrt(1.5);

        var gradients = BatchNormReference.Backward([-1, 0, 1], [3, 1], new([2], [7], [9], [9]) { Epsilon = 0 }, [1, 0, 0]);

        Assert.Equal([s / 3, -2 * s / 3, s / 3], gradients.X, (expected, actual) => Math.Abs(expected - actual) < 1e-15);
        Assert.Equal(-s, gradients.Scale[0], 1e-15);
        Assert.Equal([1], gradients.Bias);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Agrees_with_central_differences(long[] dims, int features)
    {
        var random = new Random(9);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var dy = Shapes.Random(random, x.Length);
        var given = Shapes.Parameters(random, features) with { Epsilon = 0.1 };

        var gradients = BatchNormReference.Backward(x, dims, given, dy);

        double Loss() => BatchNormReference.Train(x, dims, given).Y.Zip(dy, (value, weight) => value * weight).Sum();
        AssertSlopes(x, gradients.X, Loss);
        AssertSlopes(given.Scale, gradients.Scale, Loss);
        AssertSlopes(given.Bias, gradients.Bias, Loss);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Is_blind_to_what_normalisation_takes_away(long[] dims, int features)
    {
        // With epsilon 0, moving or stretching a feature changes nothing: its gradient is orthogonal to (1, …, 1) and to x itself.
        var random = new Random(8);
        var x = Shapes.Random(random, Shapes.Elements(dims));
        var given = Shapes.Parameters(random, features) with { Epsilon = 0 };

        var dx = BatchNormReference.Backward(x, dims, given, Shapes.Random(random, x.Length)).X;

        for (var f = 0; f < features; f++)
        {
            var own = features == Shapes.Channels(dims) ? Shapes.PositionsOfChannel(dims, f) : Shapes.PositionsOfElement(dims, f);
            Assert.Equal(0, dx.At(own).Sum(), 1e-12);
            Assert.Equal(0, dx.At(own).Zip(x.At(own), (a, b) => a * b).Sum(), 1e-12);
        }
    }

    [Fact]
    public void Gives_zero_for_an_empty_batch()
    {
        var gradients = BatchNormReference.Backward([], [0, 2, 3], Shapes.Plain(2, epsilon: 0), []);

        Assert.Empty(gradients.X);
        Assert.Equal([0, 0], gradients.Scale);
        Assert.Equal([0, 0], gradients.Bias);
    }

    [Fact]
    public void Refuses_a_gradient_of_another_size()
    {
        var plain = Shapes.Plain(1, epsilon: 0);

        var thrown = Assert.Throws<ArgumentException>(() => BatchNormReference.Backward(new double[4], [4], plain, new double[3]));

        Assert.Contains("dy has 3 elements, x has 4", thrown.Message, StringComparison.Ordinal);
    }

    private static void AssertSlopes(double[] variable, double[] gradient, Func<double> loss)
    {
        const double Step = 1e-5;
        for (var i = 0; i < variable.Length; i++)
        {
            var centre = variable[i];
            variable[i] = centre + Step;
            var above = loss();
            variable[i] = centre - Step;
            var below = loss();
            variable[i] = centre;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-8);
        }
    }
}
