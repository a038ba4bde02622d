using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>A BatchNormalization, and what is stored in it if its input can be measured.</summary>
/// <param name="Place">The node.</param>
/// <param name="Stored">Its parameters; null where nothing can be measured.</param>
/// <param name="Obstacle">Why not; null where it can.</param>
internal sealed record MeasuredNode(BatchNormPlace Place, BatchNormParameters? Stored, string? Obstacle)
{
    /// <summary>What its input consists of; nothing where that is not measured.</summary>
    public IReadOnlyList<MeasuredValue> Parts { get; private init; } = [];

    public int Channels => Stored?.Features ?? 0;

    /// <summary>All of a model, in the order of the file.</summary>
    public static IReadOnlyList<MeasuredNode> Of(RunnableModel model)
    {
        var live = new HashSet<NodeProto>(model.Graph.Nodes, ReferenceEqualityComparer.Instance);
        var parameters = new StoredParameters(model);
        // Halves are rounded where they are seen, so they are seen where the nodes get them.
        var isByParts = !HoldsHalves(model.Graph);
        return [.. BatchNormPlace.Of(model.Graph.Model).Select(place => Of(place))];

        MeasuredNode Of(BatchNormPlace place)
        {
            try
            {
                if (place.Inside is { } inside) return Not($"it is inside '{inside}', whose values can't be captured");
                if (!live.Contains(place.Node)) return Not("no output depends on it");
                if (ReferenceNode.Obstacle(place.Node, model.Graph.Opset("")) is { } obstacle) return Not(obstacle);
                if (parameters.Obstacle(place.Node) is { } variable) return Not(variable);
                var stored = parameters.Of(place.Node);
                var (x, channels) = (place.Node.Input[0], stored.Features);
                return new(place, stored, null) { Parts = isByParts ? MeasuredValue.PartsOf(model.Graph, x, channels) : [new(x, channels)] };
            }
            catch (Exception exception) when (exception is AttributeException or NotSupportedException)
            {
                return Not(exception.Message);
            }

            MeasuredNode Not(string why) => new(place, null, why);
        }
    }

    private static bool HoldsHalves(ModelGraph graph)
    {
        var main = graph.Model.Graph;
        return main.Initializer.Any(tensor => IsHalf(tensor.DataType)) || main.Input.Any(input => IsHalf(input.Type?.TensorType?.ElemType ?? 0))
            || main.Node.Any(node => node is { IsOnnx: true, OpType: "Cast" } && IsHalf((int)node.CastTo()));

        static bool IsHalf(int type) => (ElementType)type is ElementType.Float16 or ElementType.BFloat16;
    }
}
