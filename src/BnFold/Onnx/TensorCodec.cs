namespace BnFold.Onnx;

/// <summary>
/// The only place that knows how elements look as bytes: little-endian, row-major, types of fewer than 8 bits packed from the low bits up.
/// </summary>
internal static class TensorCodec
{
    /// <summary>The types a network computes in and whose weights can be scaled.</summary>
    public static bool IsFloating(ElementType type) =>
        type is ElementType.Float or ElementType.Float16 or ElementType.BFloat16 or ElementType.Double;

    public static bool IsInteger(ElementType type) =>
        type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64
            or ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    /// <summary>Whether <see cref="ReadDoubles"/> reads the type.</summary>
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
        if (bits % 8 != 0 || bits == 0) throw new ArgumentOutOfRangeException(nameof(type), type, "An element of this type has no whole bytes.");
        return bits / 8;
    }

    /// <summary>Bytes of <paramref name="count"/> elements; the last byte of packed types may be partly used.</summary>
    public static long ByteLength(ElementType type, long count)
    {
        var bits = BitSize(type);
        return bits >= 8 ? checked(count * (bits / 8)) : (count / (8 / bits)) + (count % (8 / bits) == 0 ? 0 : 1);
    }

    /// <summary>Exact, but for integers beyond 2^53. The source holds as many elements as the destination.</summary>
    public static void ReadDoubles(ReadOnlySpan<byte> source, ElementType type, Span<double> destination)
    {
        throw new NotImplementedException();
    }

    /// <summary>
    /// Rounds once, from double to the type, ties to even. False if any result is not finite; the rest is written all the same.
    /// </summary>
    public static bool WriteDoubles(ReadOnlySpan<double> source, ElementType type, Span<byte> destination)
    {
        throw new NotImplementedException();
    }
}
