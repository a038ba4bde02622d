using BnFold.Onnx;

namespace BnFold.Walk;

/// <summary>Counts for the report, over all graphs of a model.</summary>
internal static class Summaries
{
    public static ModelSummary Of(OnnxModel model)
    {
        var (nodes, batchNorms) = (0, 0);
        Count(model.Proto.Graph.Node);
        foreach (var function in model.Proto.Functions) Count(function.Node);
        return new(model.OpsetVersion(""), model.IrVersion, nodes, batchNorms);

        void Count(IEnumerable<NodeProto> list)
        {
            foreach (var node in list.WithBodies())
            {
                nodes++;
                if (node.IsBatchNormalization) batchNorms++;
            }
        }
    }

    /// <summary>BatchNormalizations in model-local functions that could not be put in the place of their calls.</summary>
    public static IEnumerable<FoldOutcome> InsideFunctions(OnnxModel model, FoldOptions options) =>
        from function in model.Proto.Functions
        let because = Because(model, function)
        from node in function.Node.WithBodies()
        where node.IsBatchNormalization
        select new FoldOutcome
        {
            Node = node.Label,
            Inside = $"function '{function.Name}'",
            Reason = SkipReason.InsideFunction,
            Detail = $"it stands in the body of the model-local function '{function.Name}', {because.Detail}",
            Hint = because.Hint ?? SkipHints.For(SkipReason.InsideFunction, options),
        };

    private static (string Detail, string? Hint) Because(OnnxModel model, FunctionProto function)
    {
        var nodes = model.Proto.Graph.Node.WithBodies().Concat(model.Proto.Functions.SelectMany(each => each.Node.WithBodies()));
        if (!nodes.Any(node => (node.Domain, node.OpType, node.Overload) == (function.Domain, function.Name, function.Overload)))
            return ("which nothing calls", "drop the function");
        foreach (var import in function.OpsetImport)
        {
            var version = model.OpsetVersion(import.Domain);
            if (version == import.Version || import.Domain == function.Domain) continue;
            var domain = import.Domain.Length == 0 ? "" : $" of '{import.Domain}'";
            var detail = $"which is written in operator set {import.Version}{domain}, while the model imports {(version == 0 ? "none" : version)}";
            return (detail, "export the functions in the operator set of the model, or inline them first");
        }
        return ("whose calls would make too many nodes", null);
    }
}
