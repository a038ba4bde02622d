using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BnFold.Onnx;

/// <summary>
/// The only place that knows how elements look as bytes: little-endian, row-major, types of fewer than 8 bits packed from the low bits up.
/// </summary>
internal static class TensorCodec
{
    /// <summary>The types a network computes in and whose weights can be scaled.</summary>
    public static bool IsFloating(ElementType type) =>
        type is ElementType.Float or ElementType.Float16 or ElementType.BFloat16 or ElementType.Double;

    /// <summary>Whether a floating-point type holds all numbers of another.</summary>
    public static bool Holds(ElementType type, ElementType other) => type == other || type == ElementType.Double
        || (type == ElementType.Float && other is ElementType.Float16 or ElementType.BFloat16);

    /// <summary>Integers of whole bytes, <see cref="ElementType.Bool"/> not among them.</summary>
    public static bool IsInteger(ElementType type) =>
        type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64
            or ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    /// <summary>Whether <see cref="ReadDoubles"/> knows the type. <see cref="WriteDoubles"/> knows the same, but for Bool.</summary>
    public static bool IsReadable(ElementType type) => IsFloating(type) || IsInteger(type) || type == ElementType.Bool;

    /// <summary>Bits of one element; 0 for <see cref="ElementType.String"/> and for numbers that are no type.</summary>
    public static int BitSize(ElementType type) => type switch
    {
        ElementType.UInt2 or ElementType.Int2 => 2,
        ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 8,
        ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ => 8,
        ElementType.Float8E8M0 => 8,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 16,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float => 32,
        ElementType.UInt64 or ElementType.Int64 or ElementType.Double or ElementType.Complex64 => 64,
        ElementType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>Bytes of one element of a type that has whole bytes.</summary>
    public static int ByteSize(ElementType type)
    {
        var bits = BitSize(type);
        if (bits >= 8) return bits / 8;
        throw new ArgumentOutOfRangeException(nameof(type), type, "An element of this type has no whole bytes.");
    }

    /// <summary>Bytes of <paramref name="count"/> elements; the last byte of packed types may be partly used.</summary>
    /// <exception cref="OverflowException">More bytes than can be counted.</exception>
    public static long ByteLength(ElementType type, long count)
    {
        var bits = BitSize(type);
        if (bits >= 8) return checked(count * (bits / 8));
        if (bits == 0) throw new ArgumentOutOfRangeException(nameof(type), type, "An element of this type has no fixed length.");
        var perByte = 8 / bits;
        return (count / perByte) + (count % perByte == 0 ? 0 : 1);
    }

    /// <summary>The smallest number that a floating-point type holds with all its digits.</summary>
    public static double SmallestNormal(ElementType type) => type switch
    {
        ElementType.Float16 => Math.ScaleB(1, -14),
        ElementType.Float or ElementType.BFloat16 => Math.ScaleB(1, -126),
        ElementType.Double => Math.ScaleB(1, -1022),
        _ => throw Unknown(type),
    };

    /// <summary>
    /// Reads as many elements as <paramref name="destination"/> holds; exact, but for integers beyond 2^53. Bool gives 0 or 1.
    /// </summary>
    public static void ReadDoubles(ReadOnlySpan<byte> source, ElementType type, Span<double> destination)
    {
        switch (type)
        {
            case ElementType.Float: Widen(MemoryMarshal.Cast<byte, float>(source)[..destination.Length], destination); break;
            case ElementType.Double: MemoryMarshal.Cast<byte, double>(source)[..destination.Length].CopyTo(destination); break;
            case ElementType.Float16: SmallFloat.Half.Read(source, destination); break;
            case ElementType.BFloat16: SmallFloat.BFloat16.Read(source, destination); break;
            case ElementType.Int8: ReadIntegers<sbyte>(source, destination); break;
            case ElementType.Int16: ReadIntegers<short>(source, destination); break;
            case ElementType.Int32: ReadIntegers<int>(source, destination); break;
            case ElementType.Int64: ReadIntegers<long>(source, destination); break;
            case ElementType.UInt8: ReadIntegers<byte>(source, destination); break;
            case ElementType.UInt16: ReadIntegers<ushort>(source, destination); break;
            case ElementType.UInt32: ReadIntegers<uint>(source, destination); break;
            case ElementType.UInt64: ReadIntegers<ulong>(source, destination); break;
            case ElementType.Bool: ReadBools(source, destination); break;
            default: throw Unknown(type);
        }
    }

    /// <summary>
    /// Writes every element of <paramref name="source"/>, rounded once, from double to the type, ties to even. False if a result is not
    /// finite, or an integer not exact; what was written is then of no use, except that floating-point types hold the infinity or NaN.
    /// </summary>
    public static bool WriteDoubles(ReadOnlySpan<double> source, ElementType type, Span<byte> destination) => type switch
    {
        ElementType.Float => Narrow(source, MemoryMarshal.Cast<byte, float>(destination)[..source.Length]),
        ElementType.Double => Copy(source, MemoryMarshal.Cast<byte, double>(destination)[..source.Length]),
        ElementType.Float16 => SmallFloat.Half.Write(source, destination),
        ElementType.BFloat16 => SmallFloat.BFloat16.Write(source, destination),
        ElementType.Int8 => WriteIntegers<sbyte>(source, destination),
        ElementType.Int16 => WriteIntegers<short>(source, destination),
        ElementType.Int32 => WriteIntegers<int>(source, destination),
        ElementType.Int64 => WriteIntegers<long>(source, destination),
        ElementType.UInt8 => WriteIntegers<byte>(source, destination),
        ElementType.UInt16 => WriteIntegers<ushort>(source, destination),
        ElementType.UInt32 => WriteIntegers<uint>(source, destination),
        ElementType.UInt64 => WriteIntegers<ulong>(source, destination),
        _ => throw Unknown(type),
    };

    // In vectors of 128 bits, which can be precompiled: most tensors are read before a compiler would be done.
    private static void Widen(ReadOnlySpan<float> source, Span<double> destination)
    {
        var i = 0;
        for (; i <= source.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(source[i..]));
            low.CopyTo(destination[i..]);
            high.CopyTo(destination[(i + Vector128<double>.Count)..]);
        }
        for (; i < source.Length; i++) destination[i] = source[i];
    }

    private static bool Narrow(ReadOnlySpan<double> source, Span<float> destination)
    {
        var max = Vector128.Create(float.MaxValue);
        var finite = Vector128<int>.AllBitsSet;
        var i = 0;
        for (; i <= source.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            var narrowed = Vector128.Narrow(Vector128.Create(source[i..]), Vector128.Create(source[(i + Vector128<double>.Count)..]));
            finite &= Vector128.LessThanOrEqual(Vector128.Abs(narrowed), max).AsInt32();
            narrowed.CopyTo(destination[i..]);
        }
        var rest = true;
        for (; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
            rest &= float.IsFinite(destination[i]);
        }
        return rest && Vector128.EqualsAll(finite, Vector128<int>.AllBitsSet);
    }

    private static bool Copy(ReadOnlySpan<double> source, Span<double> destination)
    {
        source.CopyTo(destination);
        var finite = true;
        foreach (var value in source) finite &= double.IsFinite(value);
        return finite;
    }

    private static void ReadIntegers<T>(ReadOnlySpan<byte> source, Span<double> destination) where T : unmanaged, IBinaryInteger<T>
    {
        var integers = MemoryMarshal.Cast<byte, T>(source);
        for (var i = 0; i < destination.Length; i++) destination[i] = double.CreateTruncating(integers[i]);
    }

    private static bool WriteIntegers<T>(ReadOnlySpan<double> source, Span<byte> destination)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var integers = MemoryMarshal.Cast<byte, T>(destination);
        var end = double.CreateTruncating(T.MaxValue) + 1; // 2^63 and 2^64 for the types whose maximum no double holds
        var exact = true;
        for (var i = 0; i < source.Length; i++)
        {
            integers[i] = T.CreateSaturating(source[i]);
            exact &= source[i] < end && double.CreateTruncating(integers[i]) == source[i];
        }
        return exact;
    }

    private static void ReadBools(ReadOnlySpan<byte> source, Span<double> destination)
    {
        for (var i = 0; i < destination.Length; i++) destination[i] = source[i] == 0 ? 0 : 1;
    }

    private static ArgumentOutOfRangeException Unknown(ElementType type) => new(nameof(type), type, "Not a type that is read as numbers.");
}
