using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>A BatchNormalization and where it stands.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inside">The node whose body it is in, or the function; null in the main graph.</param>
/// <param name="Scopes">The graphs around it, inner before outer; none in a function.</param>
internal sealed record BatchNormPlace(NodeProto Node, string? Inside, IReadOnlyList<GraphProto> Scopes)
{
    /// <summary>All of a model, in the order of the file, functions last.</summary>
    public static IEnumerable<BatchNormPlace> Of(ModelProto model) =>
        In(model.Graph.Node, null, [model.Graph]).Concat(model.Functions.SelectMany(function => In(function.Node, function.Name, [])));

    /// <summary>The constant of that name that is seen from here; null if it is none.</summary>
    public TensorProto? Constant(string name)
    {
        foreach (var scope in Scopes)
        {
            if (scope.Initializer.FirstOrDefault(tensor => tensor.Name == name) is { } tensor) return tensor;
            if (scope.Node.FirstOrDefault(node => node.Output.Contains(name)) is { } producer)
                return producer.OpType == "Constant" ? producer.Tensor("value") : null;
            if (scope.Input.Any(input => input.Name == name)) return null;
        }
        return null;
    }

    private static IEnumerable<BatchNormPlace> In(IEnumerable<NodeProto> nodes, string? inside, IReadOnlyList<GraphProto> scopes)
    {
        foreach (var node in nodes)
        {
            if (node.IsBatchNormalization) yield return new(node, inside, scopes);
            foreach (var body in node.Bodies())
            {
                foreach (var place in In(body.Node, node.Label, scopes.Count > 0 ? [body, .. scopes] : [])) yield return place;
            }
        }
    }
}
