using BnFold.BatchNorm;
using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class BFloat16BitsTests
{
    private const int Infinity = 0x7F80;
    private const int SignBit = 0x8000;

    [Fact]
    public void Rounds_every_pattern_to_itself_and_NaN_to_NaN()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var expected = (bits & ~SignBit) > Infinity ? 0x7FC0 : bits;
            Assert.Equal(expected, BFloat16Bits.Round(BFloat16Bits.Widen((ushort)bits)));
        }
    }

    [Fact]
    public void Rounds_the_middle_of_all_neighbours_to_the_even_one_and_beside_it_to_the_nearer()
    {
        for (var bits = 0; bits < Infinity; bits++)
        {
            // What would follow the largest number, 2^128, stands in for infinity.
            var above = bits + 1 == Infinity ? Math.ScaleB(1, 128) : BFloat16Bits.Widen((ushort)(bits + 1));
            var middle = (BFloat16Bits.Widen((ushort)bits) + above) / 2;
            foreach (var sign in new[] { 0, SignBit })
            {
                var signed = sign == 0 ? middle : -middle;
                Assert.Equal(sign | (bits + (bits & 1)), BFloat16Bits.Round(signed));
                Assert.Equal(sign | bits, BFloat16Bits.Round(TowardZero(signed)));
                Assert.Equal(sign | (bits + 1), BFloat16Bits.Round(AwayFromZero(signed)));
            }
        }
    }

    [Theory]
    [InlineData(double.MaxValue, 0x7F80)]
    [InlineData(double.NegativeInfinity, 0xFF80)]
    [InlineData(double.Epsilon, 0x0000)]
    [InlineData(-double.Epsilon, 0x8000)]
    public void Reaches_beyond_both_ends(double value, int expected) => Assert.Equal(expected, BFloat16Bits.Round(value));

    private static double TowardZero(double value) => double.IsNegative(value) ? Math.BitIncrement(value) : Math.BitDecrement(value);

    private static double AwayFromZero(double value) => double.IsNegative(value) ? Math.BitDecrement(value) : Math.BitIncrement(value);
}
