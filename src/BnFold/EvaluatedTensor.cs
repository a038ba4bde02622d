namespace BnFold;

/// <summary>The value of a constant expression.</summary>
/// <param name="ElementType">Element type, numbered as TensorProto.DataType.</param>
/// <param name="Dims">Sizes, outermost first.</param>
/// <param name="Data">Elements in row-major order, little-endian.</param>
public sealed record EvaluatedTensor(int ElementType, IReadOnlyList<long> Dims, ReadOnlyMemory<byte> Data);
