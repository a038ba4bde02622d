namespace BnFold.Runtime;

/// <summary>
/// Element types as this folder's callers number them, TensorProto.DataType, and their sizes. ONNX Runtime takes these numbers when
/// it makes a tensor, but answers in its own, ONNXTensorElementDataType, which differ above 23.
/// </summary>
internal static class OrtElementType
{
    public const int String = 8;

    private const int Float8E8M0 = 24;
    private const int UInt2 = 25;
    private const int Int2 = 26;

    public static int FromNative(int nativeType) => nativeType switch
    {
        26 => Float8E8M0,
        24 => UInt2,
        25 => Int2,
        _ => nativeType,
    };

    /// <summary>Bytes of a tensor; elements smaller than a byte are packed.</summary>
    /// <exception cref="NotSupportedException">The element type has no size.</exception>
    /// <exception cref="OverflowException">More than a long can count.</exception>
    public static long ByteLength(int elementType, long elementCount) =>
        checked(elementCount / 8 * Bits(elementType) + (elementCount % 8 * Bits(elementType) + 7) / 8);

    private static int Bits(int elementType) => elementType switch
    {
        UInt2 or Int2 => 2,
        >= 21 and <= 23 => 4, // uint4, int4, float4e2m1
        2 or 3 or 9 or >= 17 and <= 20 or Float8E8M0 => 8, // uint8, int8, bool, four float8
        4 or 5 or 10 or 16 => 16, // uint16, int16, float16, bfloat16
        1 or 6 or 12 => 32, // float, int32, uint32
        7 or 11 or 13 or 14 => 64, // int64, double, uint64, complex64
        15 => 128, // complex128
        _ => throw new NotSupportedException($"Elements of type {elementType} have no fixed size."),
    };
}
