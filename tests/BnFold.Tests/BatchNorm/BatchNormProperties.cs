using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BnFold.Tests.BatchNorm;

/// <summary>What training mode promises of any batch. FsCheck prints the seed of a failure.</summary>
public sealed class BatchNormProperties
{
    [Fact]
    public void Normalised_output_has_mean_0_and_variance_of_the_share_that_epsilon_leaves() => Holds((batch, plain) =>
    {
        var training = BatchNormReference.Train(batch.X, batch.Dims, plain);
        var again = BatchNormReference.Train(training.Y, batch.Dims, plain);
        return again.BatchMean.All(mean => Math.Abs(mean) < 1e-12)
            && again.BatchVariance.Zip(training.BatchVariance).All(pair =>
                Math.Abs(pair.First - (pair.Second / (pair.Second + plain.Epsilon))) < 1e-12);
    });

    [Fact]
    public void Scale_and_bias_become_deviation_and_mean_of_the_output() => Holds((batch, plain) =>
    {
        var given = Shapes.Parameters(new Random(batch.X.Length), batch.Channels) with { Epsilon = plain.Epsilon };
        var normalised = BatchNormReference.Train(batch.X, batch.Dims, plain);
        var own = BatchNormReference.Train(BatchNormReference.Train(batch.X, batch.Dims, given).Y, batch.Dims, plain);
        return Enumerable.Range(0, batch.Channels).All(c =>
        {
            var left = normalised.BatchVariance[c] / (normalised.BatchVariance[c] + plain.Epsilon);
            return Math.Abs(own.BatchMean[c] - given.Bias[c]) < 1e-12
                && Math.Abs(own.BatchVariance[c] - (given.Scale[c] * given.Scale[c] * left)) < 1e-11;
        });
    });

    /// <summary>An affine a·x + b of the input changes nothing if epsilon becomes a²·ε with it, but for the sign of a.</summary>
    [Fact]
    public void An_affine_change_of_the_input_leaves_the_output() => Holds((batch, plain) =>
    {
        const double Factor = -3.5;
        var y = BatchNormReference.Train(batch.X, batch.Dims, plain).Y;
        var moved = Array.ConvertAll(batch.X, x => (Factor * x) + 11);
        var stretched = BatchNormReference.Train(moved, batch.Dims, plain with { Epsilon = Factor * Factor * plain.Epsilon }).Y;
        return y.Zip(stretched).All(pair => Math.Abs(pair.First + pair.Second) < 1e-10);
    });

    [Fact]
    public void The_same_samples_twice_are_the_same_statistics() => Holds((batch, plain) =>
    {
        var once = BatchNormReference.Train(batch.X, batch.Dims, plain);
        var twice = BatchNormReference.Train([.. batch.X, .. batch.X], [2 * batch.Dims[0], .. batch.Dims[1..]], plain);
        return Close(once.BatchMean, twice.BatchMean, 1e-13) && Close(once.BatchVariance, twice.BatchVariance, 1e-12)
            && Close([.. once.Y, .. once.Y], twice.Y, 1e-10);
    });

    /// <summary>Law of total variance: what smaller batches miss of the variance is that of their means, so they are biased downwards.</summary>
    [Fact]
    public void Smaller_batches_miss_the_variance_of_their_means() => Holds((batch, plain) =>
    {
        var half = batch.X.Length / 2;
        long[] dims = [batch.Dims[0] / 2, .. batch.Dims[1..]];
        var whole = BatchNormReference.Train(batch.X, batch.Dims, plain);
        var (first, second) = (
            BatchNormReference.Train(batch.X.AsSpan(0, half), dims, plain), BatchNormReference.Train(batch.X.AsSpan(half), dims, plain));
        return Enumerable.Range(0, batch.Channels).All(c =>
        {
            var within = (first.BatchVariance[c] + second.BatchVariance[c]) / 2;
            var between = Math.Pow((first.BatchMean[c] - second.BatchMean[c]) / 2, 2);
            return within <= whole.BatchVariance[c] + 1e-12 && Math.Abs(within + between - whole.BatchVariance[c]) < 1e-11;
        });
    });

    [Fact]
    public void Running_statistics_forget_by_powers_of_momentum() => Holds((batch, plain) =>
    {
        const double Momentum = 0.75;
        const int Steps = 5;
        var (mean, variance) = (plain.Mean, plain.Variance);
        BatchNormTraining? step = null;
        for (var i = 0; i < Steps; i++)
        {
            var now = new BatchNormParameters(plain.Scale, plain.Bias, mean, variance) { Epsilon = plain.Epsilon };
            step = BatchNormReference.Train(batch.X, batch.Dims, now, Momentum);
            (mean, variance) = (step.RunningMean, step.RunningVariance);
        }

        var kept = Math.Pow(Momentum, Steps);
        return Enumerable.Range(0, batch.Channels).All(c =>
            Math.Abs(mean[c] - ((kept * plain.Mean[c]) + ((1 - kept) * step!.BatchMean[c]))) < 1e-12
            && Math.Abs(variance[c] - ((kept * plain.Variance[c]) + ((1 - kept) * step.BatchVariance[c]))) < 1e-11);
    });

    private static void Holds(Func<Batch, BatchNormParameters, bool> property)
    {
        var shapes =
            from rank in Gen.Choose(2, 5)
            from samples in Gen.Choose(1, 3)
            from channels in Gen.Choose(1, 4)
            from spatial in Gen.Choose(1, 3).ArrayOf(rank - 2)
            select (long[])[2 * samples, channels, .. spatial.Select(size => (long)size)];
        var cases =
            from dims in shapes
            from numbers in Gen.Choose(-400, 400).ArrayOf(Shapes.Elements(dims))
            from offset in Gen.Choose(-100, 100)
            from epsilon in Gen.Elements(1e-5, 1e-3, 0.25, 2)
            select (Batch: new Batch(dims, Array.ConvertAll(numbers, n => offset + (n / 64.0))), Plain: Shapes.Plain((int)dims[1], epsilon));
        Prop.ForAll(cases.ToArbitrary(), c => property(c.Batch, c.Plain)).QuickCheckThrowOnFailure();
    }

    private static bool Close(double[] expected, double[] actual, double tolerance) =>
        expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * Math.Max(1, Math.Abs(pair.First)));

    private sealed record Batch(long[] Dims, double[] X)
    {
        public int Channels => (int)Dims[1];

        public override string ToString() => $"[{string.Join(", ", Dims)}]: {string.Join(" ", X)}";
    }
}
