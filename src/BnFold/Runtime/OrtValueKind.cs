namespace BnFold.Runtime;

/// <summary>What a value is, numbered as ONNXType.</summary>
internal enum OrtValueKind
{
    Unknown = 0,
    Tensor = 1,
    Sequence = 2,
    Map = 3,
    Opaque = 4,
    SparseTensor = 5,

    /// <summary>Declared: a value that may be absent. At run time: a value that is.</summary>
    Optional = 6,
}
