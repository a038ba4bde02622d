using System.Runtime.InteropServices;

namespace BnFold.Onnx;

/// <summary>The fields of a TensorProto that hold elements as protobuf numbers, turned into the bytes raw_data would hold.</summary>
internal static class TypedData
{
    public static bool IsPresent(TensorProto tensor) =>
        tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count > 0;

    /// <summary>The bytes of the one field that the format assigns to the type; none where another field was filled.</summary>
    public static byte[] ToBytes(TensorProto tensor, ElementType type) => type switch
    {
        ElementType.Float or ElementType.Complex64 => Bytes(tensor.FloatData),
        ElementType.Double or ElementType.Complex128 => Bytes(tensor.DoubleData),
        ElementType.Int64 => Bytes(tensor.Int64Data),
        ElementType.UInt64 => Bytes(tensor.Uint64Data),
        ElementType.UInt32 => Bytes(tensor.Uint64Data, value => (uint)value),
        ElementType.Int32 => Bytes(tensor.Int32Data),
        ElementType.Int16 or ElementType.UInt16 => Bytes(tensor.Int32Data, value => (ushort)value),
        ElementType.Float16 or ElementType.BFloat16 => Bytes(tensor.Int32Data, value => (ushort)value),
        // What is left has one byte, or several elements in one, and each entry of int32_data is that byte.
        _ => Bytes(tensor.Int32Data, value => (byte)value),
    };

    private static byte[] Bytes<T>(IReadOnlyList<T> values) where T : unmanaged => Bytes(values, value => value);

    private static byte[] Bytes<TField, TElement>(IReadOnlyList<TField> values, Func<TField, TElement> convert) where TElement : unmanaged
    {
        var elements = new TElement[values.Count];
        for (var i = 0; i < elements.Length; i++) elements[i] = convert(values[i]);
        return MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
    }
}
