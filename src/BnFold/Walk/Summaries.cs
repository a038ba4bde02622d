using BnFold.Onnx;

namespace BnFold.Walk;

/// <summary>Counts for the report, over all graphs of a model.</summary>
internal static class Summaries
{
    public static ModelSummary Of(OnnxModel model)
    {
        NodeProto[] nodes = [.. AllNodes(model.Proto.Graph.Node), .. model.Proto.Functions.SelectMany(f => AllNodes(f.Node))];
        return new(model.OpsetVersion(""), model.IrVersion, nodes.Length, nodes.Count(IsBatchNormalization));
    }

    /// <summary>BatchNormalizations in model-local functions: a body that several nodes may call is left alone.</summary>
    public static IEnumerable<FoldOutcome> InsideFunctions(OnnxModel model, FoldOptions options) =>
        from function in model.Proto.Functions
        from node in AllNodes(function.Node)
        where IsBatchNormalization(node)
        select new FoldOutcome
        {
            Node = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? node.OpType,
            Inside = $"function '{function.Name}'",
            Reason = SkipReason.InsideFunction,
            Detail = $"it stands in the body of the model-local function '{function.Name}'",
            Hint = SkipHints.For(SkipReason.InsideFunction, options),
        };

    private static bool IsBatchNormalization(NodeProto node) => node is { OpType: "BatchNormalization", Domain: "" or "ai.onnx" };

    private static IEnumerable<NodeProto> AllNodes(IEnumerable<NodeProto> nodes) =>
        nodes.SelectMany(n => n.Bodies().SelectMany(b => AllNodes(b.Node)).Prepend(n));
}
