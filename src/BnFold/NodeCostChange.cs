namespace BnFold;

/// <summary>A node of one model or both, and what it costs in each.</summary>
/// <param name="Node">The node's name, as ONNX Runtime has it after fusions.</param>
/// <param name="OpType">Its operator in the original, or in the other model if it is only there.</param>
/// <param name="Before">Seconds per run of the original; null if the node is not there.</param>
/// <param name="After">Seconds per run of the other model; null if the node is not there.</param>
public sealed record NodeCostChange(string Node, string OpType, double? Before, double? After)
{
    /// <summary>Seconds per run that the other model saves here; negative where it loses.</summary>
    public double Gain => (Before ?? 0) - (After ?? 0);
}
