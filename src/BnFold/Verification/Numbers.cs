using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Small tensors as doubles.</summary>
internal static class Numbers
{
    /// <exception cref="NotSupportedException">It holds no numbers.</exception>
    public static double[] Of(OrtTensor tensor) => Of(tensor.Bytes, (ElementType)tensor.ElementType);

    /// <exception cref="OnnxFormatException">The tensor is not as it says it is.</exception>
    /// <exception cref="NotSupportedException">It holds no numbers.</exception>
    public static double[] Of(RunnableModel model, TensorProto proto) => Of(model.File, proto);

    /// <inheritdoc cref="Of(RunnableModel, TensorProto)" path="/exception"/>
    public static double[] Of(OnnxModel model, TensorProto proto)
    {
        var tensor = model.Read(proto);
        if (!TensorCodec.IsReadable(tensor.Type)) throw new NotSupportedException($"'{proto.Name}' holds {tensor.Type}, no numbers");
        var bytes = new byte[checked((int)tensor.Payload.Length)];
        tensor.Payload.Read(0, bytes);
        return Of(bytes, tensor.Type);
    }

    /// <summary>A tensor of these elements, each rounded once. The caller disposes it.</summary>
    public static OrtTensor Tensor(ElementType type, IReadOnlyList<long> dims, ReadOnlySpan<double> values)
    {
        var tensor = OrtTensor.Create((int)type, [.. dims]);
        TensorCodec.WriteDoubles(values, type, tensor.Bytes);
        return tensor;
    }

    private static double[] Of(ReadOnlySpan<byte> bytes, ElementType type)
    {
        if (!TensorCodec.IsReadable(type)) throw new NotSupportedException($"a tensor holds {type}, no numbers");
        var values = new double[bytes.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(bytes, type, values);
        return values;
    }
}
