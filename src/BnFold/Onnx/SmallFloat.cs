using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BnFold.Onnx;

/// <summary>
/// A 16-bit floating-point format: a sign, an exponent biased by half its range, a mantissa. Values go between it and double directly:
/// by way of float they would be rounded twice.
/// </summary>
internal sealed class SmallFloat
{
    public static readonly SmallFloat Half = new(mantissaBits: 10);

    public static readonly SmallFloat BFloat16 = new(mantissaBits: 7);

    private readonly int _shift;
    private readonly ushort _infinity;
    private readonly double _max;
    private readonly double _minBinade;
    private readonly double _maxBinade;
    private readonly double _rounder;
    private readonly double _toDouble;
    private readonly double _fromDouble;

    private SmallFloat(int mantissaBits)
    {
        var bias = (1 << (14 - mantissaBits)) - 1;
        _shift = 52 - mantissaBits;
        _infinity = (ushort)(0x7FFF >> mantissaBits << mantissaBits);
        _max = Math.ScaleB(2 - Math.ScaleB(1, -mantissaBits), bias);
        _minBinade = Math.ScaleB(1, 1 - bias);
        _maxBinade = Math.ScaleB(1, bias + 1);
        _rounder = Math.ScaleB(1.5, _shift);
        _toDouble = Math.ScaleB(1, 1023 - bias);
        _fromDouble = Math.ScaleB(1, bias - 1023);
    }

    /// <summary>Exact for every pattern; the payload of a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> source, Span<double> destination)
    {
        var bits = MemoryMarshal.Cast<byte, ushort>(source)[..destination.Length];
        var i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(bits[i..]), out var low, out var high);
            Read(low, destination[i..]);
            Read(high, destination[(i + Vector<uint>.Count)..]);
        }
        for (; i < bits.Length; i++) destination[i] = Read(new Vector<ulong>(bits[i]))[0];
    }

    /// <summary>Rounds to nearest, ties to even. False if a result is infinite or not a number; it is written all the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Write(ReadOnlySpan<double> source, Span<byte> destination)
    {
        var bits = MemoryMarshal.Cast<byte, ushort>(destination)[..source.Length];
        var finite = Vector<long>.AllBitsSet;
        var i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            var low = Vector.Narrow(Write(source[i..], 0, ref finite), Write(source[i..], 1, ref finite));
            var high = Vector.Narrow(Write(source[i..], 2, ref finite), Write(source[i..], 3, ref finite));
            Vector.Narrow(low, high).CopyTo(bits[i..]);
        }
        for (; i < source.Length; i++) bits[i] = (ushort)Write(new Vector<double>(source[i]), ref finite)[0];
        return Vector.EqualsAll(finite, Vector<long>.AllBitsSet);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Read(Vector<uint> bits, Span<double> destination)
    {
        Vector.Widen(bits, out var low, out var high);
        Read(low).CopyTo(destination);
        Read(high).CopyTo(destination[Vector<double>.Count..]);
    }

    // Moved to where double has its exponent and mantissa, the bits read as a value too small by a power of two, subnormals included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<double> Read(Vector<ulong> bits)
    {
        var magnitude = Vector.ShiftLeft(bits & new Vector<ulong>(0x7FFF), _shift);
        var special = Vector.GreaterThanOrEqual(magnitude, new Vector<ulong>((ulong)_infinity << _shift));
        var value = Vector.AsVectorUInt64(Vector.AsVectorDouble(magnitude) * _toDouble);
        var sign = Vector.ShiftLeft(bits & new Vector<ulong>(0x8000), 48);
        return Vector.AsVectorDouble(sign | Vector.ConditionalSelect(special, magnitude | new Vector<ulong>(0x7FF0_0000_0000_0000), value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<ulong> Write(ReadOnlySpan<double> source, int block, ref Vector<long> finite) =>
        Write(new Vector<double>(source[(block * Vector<double>.Count)..]), ref finite);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<ulong> Write(Vector<double> value, ref Vector<long> finite)
    {
        var bits = Vector.AsVectorUInt64(value);
        var sign = Vector.ShiftRightLogical(bits, 48) & new Vector<ulong>(0x8000);
        var isNaN = ~Vector.AsVectorUInt64(Vector.Equals(value, value));

        // Adding a number whose last place is the target's last place lets the addition itself round, once and to even.
        var binade = Vector.AsVectorDouble(bits & new Vector<ulong>(0x7FF0_0000_0000_0000));
        var rounder = Vector.Min(Vector.Max(binade, new Vector<double>(_minBinade)), new Vector<double>(_maxBinade)) * _rounder;
        var rounded = Vector.Abs(Vector.Abs(value) + rounder - rounder);
        var fits = Vector.LessThanOrEqual(rounded, new Vector<double>(_max));
        finite &= fits;

        var magnitude = Vector.ShiftRightLogical(Vector.AsVectorUInt64(rounded * _fromDouble), _shift);
        var special = new Vector<ulong>(_infinity) | (isNaN & new Vector<ulong>(1UL << (52 - _shift - 1)));
        return sign | Vector.ConditionalSelect(Vector.AsVectorUInt64(fits), magnitude, special);
    }
}
