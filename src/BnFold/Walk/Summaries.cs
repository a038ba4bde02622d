using BnFold.Onnx;

namespace BnFold.Walk;

/// <summary>Counts for the report, over all graphs of a model.</summary>
internal static class Summaries
{
    public static ModelSummary Of(OnnxModel model)
    {
        NodeProto[] nodes = [.. model.Proto.Graph.Node.WithBodies(), .. model.Proto.Functions.SelectMany(f => f.Node.WithBodies())];
        return new(model.OpsetVersion(""), model.IrVersion, nodes.Length, nodes.Count(node => node.IsBatchNormalization));
    }

    /// <summary>BatchNormalizations in model-local functions: a body that several nodes may call is left alone.</summary>
    public static IEnumerable<FoldOutcome> InsideFunctions(OnnxModel model, FoldOptions options) =>
        from function in model.Proto.Functions
        from node in function.Node.WithBodies()
        where node.IsBatchNormalization
        select new FoldOutcome
        {
            Node = node.Label,
            Inside = $"function '{function.Name}'",
            Reason = SkipReason.InsideFunction,
            Detail = $"it stands in the body of the model-local function '{function.Name}'",
            Hint = SkipHints.For(SkipReason.InsideFunction, options),
        };
}
