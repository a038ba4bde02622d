using System.Numerics;
using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class ElementTypeTests
{
    private static readonly BatchNormParameters _identity = Shapes.Plain(1, epsilon: 0);

    [Fact]
    public void Half_goes_through_double_unchanged()
    {
        var all = Enumerable.Range(0, 1 << 16)
            .Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))
            .Where(half => !Half.IsNaN(half))
            .ToArray();

        // Adding a bias of 0 makes -0 a +0, which Assert.Equal takes as equal.
        Assert.Equal(all, BatchNormReference.Infer(all, [all.Length], _identity));
    }

    [Fact]
    public void BFloat16_goes_through_double_unchanged()
    {
        const ushort NegativeZero = 0x8000;
        var all = Enumerable.Range(0, 1 << 16)
            .Select(bits => (ushort)bits)
            .Where(bits => (bits & 0x7FFF) <= 0x7F80 && bits != NegativeZero)
            .ToArray();

        Assert.Equal(all, BatchNormReference.InferBFloat16(all, [all.Length], _identity));
    }

    // In the middle of two neighbours of the type 1 + bias goes to the even one, 1; a trifle above it goes up, though float would
    // have lost the trifle.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1 + (1.0 / 1024))]
    public void Half_is_rounded_once(int trifles, double expected) =>
        Assert.Equal([(Half)expected], BatchNormReference.Infer([Half.One], [1], Offset((1.0 / 2048) + (trifles * 1e-12))));

    [Theory]
    [InlineData(0, 0x3F80)]
    [InlineData(1, 0x3F81)]
    public void BFloat16_is_rounded_once(int trifles, int expected) =>
        Assert.Equal([(ushort)expected], BatchNormReference.InferBFloat16([0x3F80], [1], Offset((1.0 / 256) + (trifles * 1e-12))));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.0000001f)]
    public void Float_is_rounded_once(int trifles, float expected) =>
        Assert.Equal([expected], BatchNormReference.Infer([1f], [1], Offset(Math.ScaleB(1, -24) + (trifles * 1e-15))));

    [Fact]
    public void Computes_in_double_between_floats()
    {
        // In float, 1 + 2^24 − 2^24 is 0.
        const double Large = 1 << 24;
        Assert.Equal([1f], BatchNormReference.Infer([1f], [1], new([1], [-Large], [-Large], [1]) { Epsilon = 0 }));
    }

    [Fact]
    public void Becomes_infinite_where_the_type_ends()
    {
        var large = new BatchNormParameters([1e39], [0], [0], [1]) { Epsilon = 0 };

        Assert.Equal([Half.PositiveInfinity], BatchNormReference.Infer([Half.One], [1], large));
        Assert.Equal([float.NegativeInfinity], BatchNormReference.Infer([-1f], [1], large));
        Assert.Equal([(ushort)0x7F80], BatchNormReference.InferBFloat16([0x3F80], [1], large));
        Assert.Equal([1e39], BatchNormReference.Infer([1.0], [1], large));
    }

    [Fact]
    public void NaN_stays_NaN()
    {
        AssertNaN<Half>();
        AssertNaN<float>();
        AssertNaN<double>();
        Assert.Equal([(ushort)0x7FC0], BatchNormReference.InferBFloat16([0xFFFF], [1], _identity));
    }

    [Fact]
    public void BFloat16_finds_its_channel()
    {
        var parameters = new BatchNormParameters([1, 2], [0, 0], [0, 0], [1, 1]) { Epsilon = 0 };

        var y = BatchNormReference.InferBFloat16([0x3F80, 0x3F80, 0x3F80, 0x3F80], [2, 2], parameters);

        Assert.Equal([0x3F80, 0x4000, 0x3F80, 0x4000], y);
    }

    private static void AssertNaN<T>()
        where T : struct, IBinaryFloatingPointIeee754<T> =>
        Assert.True(T.IsNaN(BatchNormReference.Infer([T.NaN], [1], _identity)[0]));

    private static BatchNormParameters Offset(double bias) => new([1], [bias], [0], [1]) { Epsilon = 0 };
}
