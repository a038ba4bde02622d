namespace BnFold;

/// <summary>A model in a few numbers; nodes of subgraph bodies and functions count.</summary>
/// <param name="Opset">Version of the ai.onnx operator set.</param>
/// <param name="IrVersion">Version of the file format.</param>
/// <param name="Nodes">Number of nodes.</param>
/// <param name="BatchNormalizations">Number of BatchNormalization nodes.</param>
public sealed record ModelSummary(long Opset, long IrVersion, int Nodes, int BatchNormalizations);
