namespace BnFold.Onnx;

/// <summary>What a length-delimited field of the format holds, as far as moving payloads out of a file and back needs to know.</summary>
internal enum FieldKind
{
    /// <summary>Nothing to look into: bytes, packed numbers, messages without names, and whatever the format doesn't define.</summary>
    Opaque,

    /// <summary>A <c>string</c> field: the parser replaces what is not UTF-8.</summary>
    Text,

    /// <summary>TensorProto.raw_data.</summary>
    RawData,

    Model,
    TrainingInfo,
    Graph,
    Node,
    Attribute,
    Tensor,
    SparseTensor,
    Function,
    ValueInfo,
    Type,
    TensorType,
    NestedType,
    MapType,
    Shape,
    Dimension,
    Annotation,
    OperatorSet,
    DeviceConfiguration,
    Sharding,
}
