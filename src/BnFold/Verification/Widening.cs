using System.Runtime.InteropServices;
using BnFold.Onnx;
using Google.Protobuf;

namespace BnFold.Verification;

/// <summary>
/// Makes a small model compute in float where ONNX Runtime has no kernels for the type it is written in: bfloat16, whose numbers are all
/// floats, and double, which loses its last digits.
/// </summary>
internal static class Widening
{
    public static bool Concerns(ElementType type) => type is ElementType.Double or ElementType.BFloat16;

    public static ElementType Of(ElementType type) => Concerns(type) ? ElementType.Float : type;

    /// <summary>Changes constants, declarations and casts of a model made for one run; what it shares with others stays.</summary>
    public static void Apply(ModelProto model, RunnableModel source)
    {
        var graph = model.Graph;
        Replace(graph.Initializer, tensor => Widened(tensor, source));
        Replace(graph.Input, Widened);
        Replace(graph.Output, Widened);
        Replace(graph.Node, node => Widened(node, source));
    }

    private static void Replace<T>(IList<T> list, Func<T, T> change)
    {
        for (var i = 0; i < list.Count; i++) list[i] = change(list[i]);
    }

    private static TensorProto Widened(TensorProto tensor, RunnableModel source)
    {
        if (!Concerns((ElementType)tensor.DataType)) return tensor;
        var values = Array.ConvertAll(Numbers.Of(source, tensor), value => (float)value);
        var widened = new TensorProto
        {
            Name = tensor.Name,
            DataType = (int)ElementType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        widened.Dims.AddRange(tensor.Dims);
        return widened;
    }

    private static ValueInfoProto Widened(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor || !Concerns((ElementType)tensor.ElemType)) return value;
        var widened = value.Clone();
        widened.Type.TensorType.ElemType = (int)ElementType.Float;
        return widened;
    }

    private static NodeProto Widened(NodeProto node, RunnableModel source)
    {
        var widened = node.Clone();
        foreach (var attribute in widened.Attribute)
        {
            if (attribute.T is { } tensor) attribute.T = Widened(tensor, source);
            if (attribute.Name == "to" && Concerns((ElementType)attribute.I)) attribute.I = (int)ElementType.Float;
        }
        return widened;
    }
}
