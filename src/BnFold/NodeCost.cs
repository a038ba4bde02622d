namespace BnFold;

/// <summary>What one node of a model costs, as ONNX Runtime's profiler measures it, which takes time itself.</summary>
/// <param name="Node">The node's name, as ONNX Runtime has it after fusions.</param>
/// <param name="OpType">Its operator, as ONNX Runtime runs it.</param>
/// <param name="Seconds">Time per run of the model.</param>
public sealed record NodeCost(string Node, string OpType, double Seconds);
