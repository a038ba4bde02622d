using System.Numerics;
using System.Runtime.InteropServices;
using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class TensorCodecTests
{
    private static readonly ushort[] _allPatterns = [.. Enumerable.Range(0, 65536).Select(pattern => (ushort)pattern)];

    [Fact]
    public void Reads_every_float16_as_the_framework_does()
    {
        var values = Read(_allPatterns, ElementType.Float16);
        for (var i = 0; i < values.Length; i++) AssertSame((double)BitConverter.UInt16BitsToHalf((ushort)i), values[i]);
    }

    [Fact]
    public void Reads_every_bfloat16_as_the_upper_half_of_a_float()
    {
        var values = Read(_allPatterns, ElementType.BFloat16);
        for (var i = 0; i < values.Length; i++) AssertSame(BitConverter.Int32BitsToSingle(i << 16), values[i]);
    }

    [Theory]
    [InlineData(nameof(ElementType.Float16))]
    [InlineData(nameof(ElementType.BFloat16))]
    public void Writes_back_every_pattern_that_it_read(string name)
    {
        var type = Enum.Parse<ElementType>(name);
        var values = Read(_allPatterns, type);
        var written = new ushort[values.Length];
        Assert.False(TensorCodec.WriteDoubles(values, type, MemoryMarshal.AsBytes(written.AsSpan())));
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) Assert.True(double.IsNaN(Read([written[i]], type)[0]));
            else Assert.Equal(i, written[i]);
        }

        var finite = values.Where(double.IsFinite).ToArray();
        Assert.True(TensorCodec.WriteDoubles(finite, type, MemoryMarshal.AsBytes(written.AsSpan())));
    }

    [Theory]
    [InlineData(nameof(ElementType.Float16), 0x7BFF)]
    [InlineData(nameof(ElementType.BFloat16), 0x7F7F)]
    [InlineData(nameof(ElementType.Float), 0x7F7FFFFF)]
    public void Rounds_once_to_the_nearest_and_ties_to_even(string name, int largest)
    {
        var type = Enum.Parse<ElementType>(name);
        var random = new Random(20);
        var values = new List<double> { 0, -0.0, double.Epsilon, -double.Epsilon, Value(type, largest), Value(type, 1) / 2, Value(type, 1) * 1.5 };
        for (var i = 0; i < 4000; i++)
        {
            var pattern = random.Next(largest);
            var middle = (Value(type, pattern) + Value(type, pattern + 1)) / 2;
            values.AddRange([middle, -middle, Math.BitIncrement(middle), Math.BitDecrement(middle), -Math.BitIncrement(middle)]);
            values.Add(BitConverter.Int64BitsToDouble(random.NextInt64()));
            values.Add(Value(type, pattern) * (1 + random.NextDouble() * 1e-3));
        }
        values.RemoveAll(value => !(Math.Abs(value) <= Value(type, largest)));

        var size = TensorCodec.ByteSize(type);
        var written = new byte[values.Count * size];
        Assert.True(TensorCodec.WriteDoubles(CollectionsMarshal.AsSpan(values), type, written));
        var back = new double[values.Count];
        TensorCodec.ReadDoubles(written, type, back);
        for (var i = 0; i < back.Length; i++)
        {
            AssertSame(Math.CopySign(Value(type, NearestPattern(Math.Abs(values[i]), type, largest)), values[i]), back[i]);
        }
    }

    [Theory]
    [InlineData(nameof(ElementType.Float16), 65519.999, 65520)]
    [InlineData(nameof(ElementType.BFloat16), 3.3961775e38, 3.39617753e38)]
    [InlineData(nameof(ElementType.Float), 3.40282356e38, 3.4028235678e38)]
    [InlineData(nameof(ElementType.Double), double.MaxValue, double.NegativeInfinity)]
    public void Tells_when_a_result_is_not_finite(string name, double largest, double tooLarge)
    {
        var type = Enum.Parse<ElementType>(name);
        var destination = new byte[40 * 8];
        Assert.True(TensorCodec.WriteDoubles([.. Enumerable.Repeat(largest, 40)], type, destination));
        for (var at = 0; at < 40; at++)
        {
            var values = new double[40];
            foreach (var bad in new[] { tooLarge, -tooLarge, double.PositiveInfinity, double.NaN })
            {
                values[at] = bad;
                Assert.False(TensorCodec.WriteDoubles(values, type, destination));
                var back = new double[40];
                TensorCodec.ReadDoubles(destination, type, back);
                Assert.Equal(double.IsNaN(bad) ? double.NaN : Math.CopySign(double.PositiveInfinity, bad), back[at]);
            }
        }
    }

    [Fact]
    public void Rounding_through_float_would_be_wrong_where_this_is_right()
    {
        // Half way between two halves but for a bit that float has no room for.
        var value = 1 + Math.ScaleB(1, -11) + Math.ScaleB(1, -40);
        var written = new ushort[1];
        Assert.True(TensorCodec.WriteDoubles([value], ElementType.Float16, MemoryMarshal.AsBytes(written.AsSpan())));
        Assert.Equal(0x3C01, written[0]);
        Assert.Equal(0x3C00, BitConverter.HalfToUInt16Bits((Half)(float)value));
    }

    [Theory]
    [InlineData(nameof(ElementType.Int8), -128, 127)]
    [InlineData(nameof(ElementType.UInt8), 0, 255)]
    [InlineData(nameof(ElementType.Int16), -32768, 32767)]
    [InlineData(nameof(ElementType.UInt16), 0, 65535)]
    [InlineData(nameof(ElementType.Int32), -2147483648.0, 2147483647.0)]
    [InlineData(nameof(ElementType.UInt32), 0, 4294967295.0)]
    [InlineData(nameof(ElementType.Int64), -9223372036854775808.0, 9007199254740992.0)]
    [InlineData(nameof(ElementType.UInt64), 0, 9007199254740992.0)]
    public void Reads_and_writes_integers_exactly_or_says_no(string name, double smallest, double largest)
    {
        var type = Enum.Parse<ElementType>(name);
        double[] values = [smallest, largest, 0, 1, 42];
        var bytes = new byte[values.Length * TensorCodec.ByteSize(type)];
        Assert.True(TensorCodec.WriteDoubles(values, type, bytes));
        var back = new double[values.Length];
        TensorCodec.ReadDoubles(bytes, type, back);
        Assert.Equal(values, back);

        foreach (var wrong in new[] { 0.5, double.NaN, 18446744073709551616.0, double.NegativeInfinity, (2 * smallest) - 2 })
            Assert.False(TensorCodec.WriteDoubles([wrong], type, bytes));
    }

    [Fact]
    public void Refuses_an_integer_just_above_the_largest_of_64_bits()
    {
        Assert.False(TensorCodec.WriteDoubles([9223372036854775808.0], ElementType.Int64, new byte[8]));
        Assert.True(TensorCodec.WriteDoubles([9223372036854775808.0], ElementType.UInt64, new byte[8]));
    }

    [Fact]
    public void Reads_bool_as_zero_or_one()
    {
        var values = new double[3];
        TensorCodec.ReadDoubles([0, 1, 7], ElementType.Bool, values);
        Assert.Equal([0, 1, 1], values);
    }

    [Theory]
    [InlineData(nameof(ElementType.Float), 3, 12)]
    [InlineData(nameof(ElementType.Complex128), 2, 32)]
    [InlineData(nameof(ElementType.Int4), 3, 2)]
    [InlineData(nameof(ElementType.UInt4), 4, 2)]
    [InlineData(nameof(ElementType.Float4E2M1), 1, 1)]
    [InlineData(nameof(ElementType.UInt2), 5, 2)]
    [InlineData(nameof(ElementType.Int2), 0, 0)]
    [InlineData(nameof(ElementType.UInt4), long.MaxValue, (long.MaxValue / 2) + 1)]
    public void Knows_how_many_bytes_a_tensor_has(string name, long count, long expected) =>
        Assert.Equal(expected, TensorCodec.ByteLength(Enum.Parse<ElementType>(name), count));

    [Fact]
    public void Every_numeric_type_has_a_size()
    {
        foreach (var type in Enum.GetValues<ElementType>())
            Assert.Equal(type is not (ElementType.Undefined or ElementType.String), TensorCodec.BitSize(type) > 0);
    }

    [Theory]
    [InlineData(nameof(ElementType.String))]
    [InlineData(nameof(ElementType.Complex64))]
    [InlineData(nameof(ElementType.Int4))]
    public void Refuses_types_that_are_no_plain_numbers(string name)
    {
        var type = Enum.Parse<ElementType>(name);
        Assert.False(TensorCodec.IsReadable(type));
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorCodec.ReadDoubles(new byte[8], type, new double[1]));
    }

    // Bit for bit, so that zeros keep their sign; but any NaN is as good as another.
    private static void AssertSame(double expected, double actual)
    {
        if (double.IsNaN(expected)) Assert.True(double.IsNaN(actual));
        else Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
    }

    private static double[] Read(ReadOnlySpan<ushort> patterns, ElementType type)
    {
        var values = new double[patterns.Length];
        TensorCodec.ReadDoubles(MemoryMarshal.AsBytes(patterns), type, values);
        return values;
    }

    private static double Value(ElementType type, int pattern) => type switch
    {
        ElementType.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)pattern),
        ElementType.BFloat16 => BitConverter.Int32BitsToSingle(pattern << 16),
        _ => BitConverter.Int32BitsToSingle(pattern),
    };

    // Patterns of positive numbers are in the order of their values, so the neighbours are found by halving, and compared as integers.
    private static int NearestPattern(double value, ElementType type, int largest)
    {
        var (below, above) = (0, largest);
        while (above - below > 1)
        {
            var middle = below + ((above - below) / 2);
            if (Value(type, middle) <= value) below = middle;
            else above = middle;
        }
        var toBelow = Scaled(value) - Scaled(Value(type, below));
        var toAbove = Scaled(Value(type, above)) - Scaled(value);
        if (toBelow == toAbove) return below % 2 == 0 ? below : above;
        return toBelow < toAbove ? below : above;
    }

    // The value as a multiple of the smallest double.
    private static BigInteger Scaled(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52);
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        return exponent == 0 ? mantissa : (BigInteger)(mantissa | 0x10_0000_0000_0000) << (exponent - 1);
    }
}
