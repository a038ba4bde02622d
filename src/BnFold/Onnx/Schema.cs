using Kind = BnFold.Onnx.FieldKind;

namespace BnFold.Onnx;

/// <summary>The one table of message kinds: which fields lead to raw_data or to names. Numbers as in onnx.proto.</summary>
internal static class Schema
{
    /// <summary>What the length-delimited field <paramref name="number"/> of <paramref name="message"/> holds.</summary>
    public static Kind Field(Kind message, int number) => (message, number) switch
    {
        (Kind.Model, 7) => Kind.Graph,
        (Kind.Model, 8) => Kind.OperatorSet,
        (Kind.Model, 20) => Kind.TrainingInfo,
        (Kind.Model, 25) => Kind.Function,

        (Kind.TrainingInfo, 1 or 2) => Kind.Graph,

        (Kind.Graph, 1) => Kind.Node,
        (Kind.Graph, 5) => Kind.Tensor,
        (Kind.Graph, 11 or 12 or 13) => Kind.ValueInfo,
        (Kind.Graph, 14) => Kind.Annotation,
        (Kind.Graph, 15) => Kind.SparseTensor,

        (Kind.Node, 1 or 2 or 3 or 4 or 7 or 8) => Kind.Text,
        (Kind.Node, 5) => Kind.Attribute,
        (Kind.Node, 10) => Kind.DeviceConfiguration,

        (Kind.Attribute, 1 or 21) => Kind.Text,
        (Kind.Attribute, 5 or 10) => Kind.Tensor,
        (Kind.Attribute, 6 or 11) => Kind.Graph,
        (Kind.Attribute, 14 or 15) => Kind.Type,
        (Kind.Attribute, 22 or 23) => Kind.SparseTensor,

        (Kind.Tensor, 8) => Kind.Text,
        (Kind.Tensor, 9) => Kind.RawData,

        (Kind.SparseTensor, 1 or 2) => Kind.Tensor,

        (Kind.Function, 1 or 4 or 5 or 6 or 10 or 13) => Kind.Text,
        (Kind.Function, 7) => Kind.Node,
        (Kind.Function, 9) => Kind.OperatorSet,
        (Kind.Function, 11) => Kind.Attribute,
        (Kind.Function, 12) => Kind.ValueInfo,

        (Kind.ValueInfo, 1) => Kind.Text,
        (Kind.ValueInfo, 2) => Kind.Type,

        (Kind.Type, 1 or 8) => Kind.TensorType,
        (Kind.Type, 4 or 9) => Kind.NestedType,
        (Kind.Type, 5) => Kind.MapType,
        (Kind.TensorType, 2) => Kind.Shape,
        (Kind.NestedType, 1) => Kind.Type,
        (Kind.MapType, 2) => Kind.Type,
        (Kind.Shape, 1) => Kind.Dimension,
        (Kind.Dimension, 2) => Kind.Text,

        (Kind.Annotation, 1) => Kind.Text,
        (Kind.OperatorSet, 1) => Kind.Text,
        (Kind.DeviceConfiguration, 2) => Kind.Sharding,
        (Kind.Sharding, 1) => Kind.Text,

        _ => Kind.Opaque,
    };
}
