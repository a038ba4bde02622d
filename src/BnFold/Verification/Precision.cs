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
            var coarsest = Coarsest(Own(node), graph.Reads(node), Upstream);
            foreach (var output in node.Output) _upstream[output] = coarsest;
        }
    }

    /// <summary>Of everything that the value depends on.</summary>
    public ElementType Upstream(string value) => _upstream.TryGetValue(value, out var type) ? type : TypeOf(value);

    /// <summary>Of some nodes alone: what they make, and the constants they read.</summary>
    public ElementType Of(IEnumerable<NodeProto> nodes) => Coarsest(ElementType.Undefined, nodes, Own);

    private ElementType Own(NodeProto node)
    {
        var constants = _graph.Reads(node).Where(name => _graph.TryInitializer(name, out _));
        var coarsest = Coarsest(ElementType.Undefined, node.Output.Concat(constants), TypeOf);
        return Coarsest(coarsest, node.Attribute, attribute => (ElementType)(attribute.T?.DataType ?? 0));
    }

    private ElementType TypeOf(string value) =>
        _graph.TryInitializer(value, out var tensor) ? (ElementType)tensor.DataType : _values.TypeOf(value) ?? ElementType.Undefined;

    private static ElementType Coarsest<T>(ElementType first, IEnumerable<T> others, Func<T, ElementType> typeOf)
        where T : class
    {
        var coarsest = first;
        foreach (var other in others)
        {
            var type = typeOf(other);
            if (Rank(type) > Rank(coarsest)) coarsest = type;
        }
        return coarsest;
    }

    private static int Rank(ElementType type) => type switch
    {
        ElementType.BFloat16 => 4,
        ElementType.Float16 => 3,
        ElementType.Float => 2,
        ElementType.Double => 1,
        _ => 0,
    };
}
