using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Tests.Graphs;

/// <summary>Something to put into a model's input: small numbers.</summary>
internal static class ShapeFeed
{
    public static OrtTensor Make(OrtValueInfo input, ReadOnlySpan<long> dims)
    {
        var tensor = OrtTensor.Create(input.ElementType, dims);
        Fill((ElementType)input.ElementType, tensor.Bytes);
        return tensor;
    }

    private static void Fill(ElementType type, Span<byte> bytes)
    {
        switch (type)
        {
            case ElementType.Float: Fill(MemoryMarshal.Cast<byte, float>(bytes), static v => (float)v); break;
            case ElementType.Float16: Fill(MemoryMarshal.Cast<byte, Half>(bytes), static v => (Half)v); break;
            case ElementType.Double: Fill(MemoryMarshal.Cast<byte, double>(bytes), static v => v); break;
            case ElementType.Int32: MemoryMarshal.Cast<byte, int>(bytes).Fill(1); break;
            case ElementType.Int64: MemoryMarshal.Cast<byte, long>(bytes).Fill(1); break;
            default: bytes.Fill(1); break;
        }
    }

    private static void Fill<T>(Span<T> elements, Func<double, T> convert)
    {
        for (var i = 0; i < elements.Length; i++) elements[i] = convert(Math.Sin(i));
    }
}
