namespace BnFold.Runtime;

/// <summary>
/// An input, output or overridable initializer of a session. <paramref name="ElementType"/> (as TensorProto.DataType) is 0 and
/// <paramref name="Dims"/> is empty unless it is a tensor, dense or sparse. A tensor of unknown rank looks like a scalar: the API does not tell them apart.
/// </summary>
internal sealed record OrtValueInfo(string Name, OrtValueKind Kind, int ElementType, IReadOnlyList<OrtDim> Dims);
