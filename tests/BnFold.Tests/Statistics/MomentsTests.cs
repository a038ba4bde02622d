using System.Numerics;
using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Statistics;
using Xunit;

namespace BnFold.Tests.Statistics;

public sealed class MomentsTests
{
    private readonly Random _random = new(20260712);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(5000)]
    public void Mean_and_variance_are_right_far_from_zero(int run)
    {
        // Integers, so that BigInteger has the exact answer; E[x²] − E[x]² in double would lose all of it.
        const int Channels = 3, Rows = 7;
        var values = Values(Channels * Rows * run, i => 1e9 + (1e6 * (i / run % Channels)) + _random.Next(10));
        var moments = new Moments(Channels);
        moments.Add(MemoryMarshal.AsBytes<double>(values), ElementType.Double, run);
        for (var c = 0; c < Channels; c++)
        {
            double[] mine = [.. values.Where((_, i) => i / run % Channels == c)];
            var (mean, squares) = Exact(mine);
            Assert.Equal(mine.Length, moments.Count[c]);
            Assert.Equal(1, moments.Mean[c] / mean, 1e-15);
            Assert.Equal(1, moments.SquaredDeviations[c] / squares, 1e-13);
        }
    }

    [Fact]
    public void A_first_number_far_off_costs_no_digits()
    {
        var values = Values(4096, i => i == 0 ? -1e11 : _random.Next(1000));
        var moments = Of(values[..1]);
        moments.Merge(Of(values[1..]));
        var whole = Of(values);
        var (mean, squares) = Exact(values);
        Assert.Equal(1, moments.SquaredDeviations[0] / squares, 1e-11);
        Assert.Equal(1, whole.SquaredDeviations[0] / squares, 1e-11);
        Assert.Equal(1, whole.Mean[0] / mean, 1e-12);
    }

    [Fact]
    public void A_constant_has_no_variance_at_all()
    {
        var moments = Of(Values(1000, _ => 0.1));
        moments.Merge(Of(Values(333, _ => 0.1)));
        Assert.Equal((0.1, 0.0), (moments.Mean[0], moments.SquaredDeviations[0]));
    }

    [Fact]
    public void Merging_is_the_same_in_any_order_and_grouping()
    {
        double[][] parts = [.. Enumerable.Range(0, 9).Select(part => Values(1 + (part * 37), _ => part + _random.NextDouble()))];
        var whole = Of([.. parts.SelectMany(part => part)]);
        var forward = new Moments(1);
        foreach (var part in parts) forward.Merge(Of(part));
        var tree = Merged(Merged(Of(parts[8]), Of(parts[1])), Merged(Merged(Of(parts[0]), Of(parts[5])), Of(parts[2])));
        foreach (var part in new[] { 7, 6, 4, 3 }) tree.Merge(Of(parts[part]));
        foreach (var moments in new[] { forward, tree })
        {
            Assert.Equal(whole.Count[0], moments.Count[0]);
            Assert.Equal(1, moments.Mean[0] / whole.Mean[0], 1e-14);
            Assert.Equal(1, moments.SquaredDeviations[0] / whole.SquaredDeviations[0], 1e-13);
        }

        static Moments Merged(Moments one, Moments other)
        {
            one.Merge(other);
            return one;
        }
    }

    [Fact]
    public void Merging_with_nothing_changes_nothing()
    {
        var moments = Of([1, 2, 4]);
        moments.Merge(new Moments(1));
        var empty = new Moments(1);
        empty.Merge(moments);
        Assert.Equal((3, moments.Mean[0]), (empty.Count[0], empty.Mean[0]));
        Assert.Equal(moments.SquaredDeviations[0], empty.SquaredDeviations[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_is_not_finite_is_counted_and_left_out(int run)
    {
        var values = Values(8 * run, i => i);
        (values[0], values[^1], values[run]) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity);
        var moments = new Moments(2);
        moments.Add(MemoryMarshal.AsBytes<double>(values), ElementType.Double, run);
        Assert.Equal([1, 2], moments.NotFinite);
        Assert.Equal([(4 * run) - 1, (4 * run) - 2], moments.Count);
        var mine = values.Where((value, i) => double.IsFinite(value) && i / run % 2 == 1).ToArray();
        Assert.Equal(mine.Average(), moments.Mean[1], 1e-12);
        Assert.Equal(Exact(mine).Squares, moments.SquaredDeviations[1], 1e-9);
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float)]
    public void Reads_every_floating_type_exactly(object type)
    {
        var elementType = (ElementType)type;
        var values = Values(600, _ => _random.Next(256) / 8.0);
        var bytes = new byte[values.Length * TensorCodec.ByteSize(elementType)];
        Assert.True(TensorCodec.WriteDoubles(values, elementType, bytes));
        if (elementType is ElementType.BFloat16) TensorCodec.ReadDoubles(bytes, elementType, values);
        var moments = new Moments(2);
        moments.Add(bytes, elementType, run: 30);
        Assert.Equal(values.Where((_, i) => i / 30 % 2 == 0).Average(), moments.Mean[0], 1e-12);
    }

    private static Moments Of(double[] values)
    {
        var moments = new Moments(1);
        moments.Add(MemoryMarshal.AsBytes<double>(values), ElementType.Double, values.Length);
        return moments;
    }

    // Of integers, in integers.
    private static (double Mean, double Squares) Exact(double[] values)
    {
        BigInteger[] integers = [.. values.Select(value => (BigInteger)value)];
        var (sum, n) = (integers.Aggregate(BigInteger.Add), new BigInteger(values.Length));
        var squares = integers.Select(value => BigInteger.Pow((value * n) - sum, 2)).Aggregate(BigInteger.Add);
        return ((double)sum / values.Length, (double)squares / values.Length / values.Length);
    }

    private static double[] Values(int count, Func<int, double> next) => [.. Enumerable.Range(0, count).Select(next)];
}
