using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Integer kernels add a bias in whole steps, scale(x)·scale(w). A BatchNormalization in float has a shift between two steps; folded into such
/// a bias it is off by up to half a step, which no right fold can avoid.
/// </summary>
internal static class BiasSteps
{
    /// <summary>The largest such step among the nodes of a site, halved; 0 where there is none. A bias in coarser steps is not excused for them.</summary>
    public static double HalfStep(RunnableModel model, IEnumerable<NodeProto> nodes) =>
        Largest(nodes, node => Math.Min(Step(model, node.Input[2], ElementType.Int32), Product(model, node))) / 2;

    /// <summary>The same where ONNX Runtime optimises: it rounds a plain bias of a quantized node to such steps too.</summary>
    public static double HalfStepOptimized(RunnableModel model, IEnumerable<NodeProto> nodes) =>
        Largest(nodes, node => model.Graph.Constant(node.Input[2]) is not null ? Product(model, node) : 2 * HalfStep(model, [node])) / 2;

    private static double Largest(IEnumerable<NodeProto> nodes, Func<NodeProto, double> step)
    {
        var largest = 0.0;
        foreach (var node in nodes)
        {
            if (node is { IsOnnx: true, OpType: "Conv" or "ConvTranspose" or "Gemm", Input.Count: > 2 }) largest = Math.Max(largest, step(node));
        }
        return largest;
    }

    private static double Product(RunnableModel model, NodeProto node) => Step(model, node.Input[0]) * Step(model, node.Input[1]);

    /// <summary>The largest scale of what DequantizeLinear makes, of integers of a given type where one is given; 0 of other values.</summary>
    private static double Step(RunnableModel model, string value, ElementType? type = null)
    {
        if (!model.Graph.TryProducer(value, out var node) || node is not { IsOnnx: true, OpType: "DequantizeLinear", Input.Count: > 1 }) return 0;
        if (type is not null && model.Graph.Constant(node.Input[0])?.DataType != (int)type) return 0;
        return model.Graph.Constant(node.Input[1]) is { } scales ? Numbers.Of(model, scales).Select(Math.Abs).DefaultIfEmpty().Max() : 0;
    }
}
