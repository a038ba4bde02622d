using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Integer kernels add a bias in whole steps, scale(x)·scale(w). A BatchNormalization in float has a shift between two steps; folded into such
/// a bias it is off by up to half a step, which no right fold can avoid.
/// </summary>
internal static class BiasSteps
{
    /// <summary>The largest step among the nodes of a site, halved; 0 where there is no such bias.</summary>
    public static double HalfStep(RunnableModel model, IEnumerable<NodeProto> nodes)
    {
        var largest = 0.0;
        foreach (var node in nodes)
        {
            if (node is not { IsOnnx: true, OpType: "DequantizeLinear", Input.Count: > 1 }) continue;
            if (!model.Graph.TryInitializer(node.Input[0], out var integers) || integers.DataType != (int)ElementType.Int32) continue;
            if (!model.Graph.TryInitializer(node.Input[1], out var scales)) continue;
            foreach (var step in Numbers.Of(model, scales)) largest = Math.Max(largest, Math.Abs(step));
        }
        return largest / 2;
    }
}
