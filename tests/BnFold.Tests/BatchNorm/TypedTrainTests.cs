using System.Numerics;
using Xunit;

namespace BnFold.Tests.BatchNorm;

/// <summary>Training mode in each element type: double inside, rounded once.</summary>
public sealed class TypedTrainTests
{
    private static readonly long[] _dims = [3, 2, 4];

    [Fact]
    public void Each_type_gives_the_double_result_rounded_once()
    {
        AssertRoundedOnce<Half>();
        AssertRoundedOnce<float>();
        AssertRoundedOnce<double>();
    }

    [Fact]
    public void BFloat16_gives_the_double_result_rounded_once()
    {
        var x = Array.ConvertAll(Values(), value => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
        var y = new ushort[x.Length];

        var training = BatchNormReference.TrainBFloat16(x, _dims, Given(), y);

        Assert.Equal(Reference(Array.ConvertAll(x, bits => (double)BitConverter.Int32BitsToSingle(bits << 16))).RunningVariance, training.RunningVariance);
        Assert.Equal(BatchNormReference.InferBFloat16(x, _dims, Calibrated(training)), y);
    }

    [Fact]
    public void Sums_and_squares_may_leave_the_range_of_half()
    {
        // Half ends at 65504: neither the sum nor the squares fit, mean and variance do.
        Half[] x = [(Half)60000, (Half)59000, (Half)60000, (Half)59000];
        var y = new Half[4];

        var training = BatchNormReference.Train<Half>(x, [4, 1], Shapes.Plain(1, epsilon: 0), y);

        Assert.Equal([((double)(Half)60000 + (double)(Half)59000) / 2], training.BatchMean);
        Assert.Equal([(Half)1, (Half)(-1), (Half)1, (Half)(-1)], y);
    }

    [Fact]
    public void Refuses_room_for_another_number_of_elements()
    {
        var plain = Shapes.Plain(1, epsilon: 0);

        var thrown = Assert.Throws<ArgumentException>(() => BatchNormReference.Train<float>(new float[4], [4], plain, new float[3]));

        Assert.Contains("y has 3 elements, x has 4", thrown.Message, StringComparison.Ordinal);
    }

    private static void AssertRoundedOnce<T>()
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var x = Array.ConvertAll(Values(), T.CreateChecked);
        var y = new T[x.Length];

        var training = BatchNormReference.Train<T>(x, _dims, Given(), y);

        var expected = Reference(Array.ConvertAll(x, double.CreateChecked));
        Assert.Equal(expected.RunningMean, training.RunningMean);
        Assert.Equal(expected.RunningVariance, training.RunningVariance);
        Assert.Equal(Array.ConvertAll(expected.Y, T.CreateChecked), y);
    }

    private static double[] Values() => Shapes.Random(new Random(16), Shapes.Elements(_dims), centre: 2, spread: 3);

    private static BatchNormParameters Given() => Shapes.Parameters(new Random(17), features: 2);

    private static BatchNormTraining Reference(double[] x) => BatchNormReference.Train(x, _dims, Given());

    private static BatchNormParameters Calibrated(BatchNormTraining training) =>
        new(Given().Scale, Given().Bias, training.BatchMean, training.BatchVariance);
}
