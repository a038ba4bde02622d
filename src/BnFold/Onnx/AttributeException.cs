namespace BnFold.Onnx;

/// <summary>
/// An attribute that is there but can't be read as what the operator defines. Absent would be the wrong answer, since then a default
/// applied. Whoever knows file and node turns this into a message.
/// </summary>
internal sealed class AttributeException(string attribute, string problem) : Exception($"attribute '{attribute}' {problem}");
