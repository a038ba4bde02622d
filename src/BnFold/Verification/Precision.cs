using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// The coarsest floating-point type that a value of the original was computed in. A network may compute in float16 and only show float;
/// what limits it is then not the type one sees.
/// </summary>
internal sealed class Precision
{
    private readonly ModelGraph _graph;
    private readonly CommonValues _values;
    private readonly Dictionary<string, ElementType> _upstream = new(StringComparer.Ordinal);

    public Precision(ModelGraph graph, CommonValues values)
    {
        _graph = graph;
        _values = values;
        foreach (var node in graph.Nodes)
        {
            var coarsest = Coarser(Own(node), graph.Reads(node).Select(Upstream));
            foreach (var output in node.Output) _upstream[output] = coarsest;
        }
    }

    /// <summary>Of everything that the value depends on.</summary>
    public ElementType Upstream(string value) => _upstream.TryGetValue(value, out var type) ? type : TypeOf(value);

    /// <summary>Of some nodes alone: what they make, and the constants they read.</summary>
    public ElementType Of(IEnumerable<NodeProto> nodes) => Coarser(ElementType.Undefined, nodes.Select(Own));

    private ElementType Own(NodeProto node)
    {
        var constants = _graph.Reads(node).Where(name => _graph.TryInitializer(name, out _)).Select(TypeOf);
        var attributes = node.Attribute.Select(attribute => (ElementType)(attribute.T?.DataType ?? 0));
        return Coarser(ElementType.Undefined, node.Output.Select(TypeOf).Concat(constants).Concat(attributes));
    }

    private ElementType TypeOf(string value) =>
        _graph.TryInitializer(value, out var tensor) ? (ElementType)tensor.DataType : _values.TypeOf(value) ?? ElementType.Undefined;

    private static ElementType Coarser(ElementType first, IEnumerable<ElementType> others) =>
        others.Aggregate(first, (coarsest, type) => Rank(type) > Rank(coarsest) ? type : coarsest);

    private static int Rank(ElementType type) => type switch
    {
        ElementType.BFloat16 => 4,
        ElementType.Float16 => 3,
        ElementType.Float => 2,
        ElementType.Double => 1,
        _ => 0,
    };
}
