using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Writes random numbers into tensors of any floating-point type.</summary>
internal static class TensorNoise
{
    private const int BlockLength = 4096;

    /// <summary>Replaces each element by what <paramref name="change"/> makes of it.</summary>
    public static void Change(OrtTensor tensor, Func<double, double> change)
    {
        var type = (ElementType)tensor.ElementType;
        var size = TensorCodec.ByteSize(type);
        var block = new double[BlockLength];
        for (var bytes = tensor.Bytes; !bytes.IsEmpty;)
        {
            var values = block.AsSpan(0, Math.Min(BlockLength, bytes.Length / size));
            TensorCodec.ReadDoubles(bytes, type, values);
            foreach (ref var value in values) value = change(value);
            TensorCodec.WriteDoubles(values, type, bytes);
            bytes = bytes[(values.Length * size)..];
        }
    }

    /// <summary>A tensor of the same kind and content. The caller disposes it.</summary>
    public static OrtTensor Copy(OrtTensor tensor)
    {
        long[] dims = [.. tensor.Dims];
        if ((ElementType)tensor.ElementType == ElementType.String) return OrtTensor.CreateStrings(dims, tensor.ReadStrings());
        var copy = OrtTensor.Create(tensor.ElementType, dims);
        tensor.Bytes.CopyTo(copy.Bytes);
        return copy;
    }

    /// <summary>The largest absolute value among the finite elements.</summary>
    public static double RangeOf(OrtTensor tensor) =>
        TensorComparer.Compare(tensor.Bytes, tensor.Bytes, (ElementType)tensor.ElementType).Range;

    public static bool IsFloating(OrtTensor tensor) => TensorCodec.IsFloating((ElementType)tensor.ElementType);
}
