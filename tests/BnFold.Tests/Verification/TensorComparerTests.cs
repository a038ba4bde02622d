using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Runtime;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class TensorComparerTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(7), InlineData(2047), InlineData(2048), InlineData(5000)]
    public void Finds_the_largest_difference_wherever_it_is(int at)
    {
        var original = Enumerable.Range(0, 5001).Select(i => (float)Math.Sin(i)).ToArray();
        var other = original.Select((x, i) => x + (i == at ? 0.5f : i % 3 * 0.01f)).ToArray();

        var deviation = Compare(original, other);

        Assert.Equal((at, original[at], other[at], (string?)null), (deviation.Index, deviation.Original, deviation.Other, deviation.Problem));
        Assert.Equal(0.5, deviation.Max, 6);
        Assert.Equal(original.Max(Math.Abs), deviation.Range);
    }

    [Fact]
    public void Measures_the_range_of_the_original_over_finite_elements()
    {
        Assert.Equal(3, Compare([1, -3, float.NegativeInfinity, float.NaN], [1, -3, float.NegativeInfinity, float.NaN]).Range);
        Assert.Equal(0, Compare([float.NaN], [float.NaN]).Range);
        Assert.Equal(default, Compare([], []));
    }

    [Theory]
    [InlineData(1, float.NaN), InlineData(float.NaN, 1), InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData(1, float.PositiveInfinity), InlineData(float.PositiveInfinity, float.NaN), InlineData(float.PositiveInfinity, 3e38f)]
    public void Calls_it_a_problem_where_only_one_is_finite(float original, float other)
    {
        var deviation = Compare([0, 0, original, 0], [0, 5, other, 0]);

        Assert.Equal(2, deviation.Index);
        Assert.Contains("where the original has", deviation.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Widens_every_floating_point_type()
    {
        AssertHalf<Half>(ElementType.Float16, [(Half)1, (Half)2], [(Half)1, (Half)2.5]);
        AssertHalf<double>(ElementType.Double, [1, 2], [1, 2.5]);
        AssertHalf<ushort>(ElementType.BFloat16, [0x3F80, 0x4000], [0x3F80, 0x4020]);

        static void AssertHalf<T>(ElementType type, T[] original, T[] other) where T : unmanaged
        {
            var deviation = TensorComparer.Compare(MemoryMarshal.AsBytes(original.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()), type);
            Assert.Equal((0.5, 2.0, 1L), (deviation.Max, deviation.Range, deviation.Index));
        }
    }

    [Fact]
    public void Counts_integers_that_differ()
    {
        var original = Enumerable.Range(0, 5000).Select(i => (long)i).ToArray();
        var other = original.Select(i => i % 1000 == 0 ? i + 2 : i).ToArray();

        var deviation = TensorComparer.Compare(MemoryMarshal.AsBytes(original.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()), ElementType.Int64);

        Assert.Equal((5L, 2.0, 0L), (deviation.Mismatches, deviation.Max, deviation.Index));
    }

    [Fact]
    public void Tells_integers_apart_that_no_double_does()
    {
        var deviation = TensorComparer.Compare(
            BitConverter.GetBytes((1L << 60) + 1), BitConverter.GetBytes(1L << 60), ElementType.Int64);

        Assert.NotNull(deviation.Problem);
    }

    [Fact]
    public void Compares_types_it_cannot_read_bit_by_bit()
    {
        Assert.Null(TensorComparer.Compare([1, 2], [1, 2], ElementType.Float8E4M3FN).Problem);
        Assert.Contains("Float8E4M3FN", TensorComparer.Compare([1, 2], [1, 3], ElementType.Float8E4M3FN).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_shapes_and_types_apart()
    {
        using var floats = Tensors.Of(ElementType.Float, [2, 3], 1f, 2, 3, 4, 5, 6);
        using var turned = Tensors.Of(ElementType.Float, [3, 2], 1f, 2, 3, 4, 5, 6);
        using var doubles = Tensors.Of(ElementType.Double, [2, 3], 1d, 2, 3, 4, 5, 6);

        Assert.Null(TensorComparer.Compare(floats, floats).Problem);
        Assert.Equal("has the shape [3, 2], in the original [2, 3]", TensorComparer.Compare(floats, turned).Problem);
        Assert.Equal("is of type Double, in the original Float", TensorComparer.Compare(floats, doubles).Problem);
    }

    private static Deviation Compare(float[] original, float[] other) =>
        TensorComparer.Compare(MemoryMarshal.AsBytes(original.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()), ElementType.Float);
}
