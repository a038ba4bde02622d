using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Element types of values, where ONNX Runtime can't be asked: declared, or as the operator and what it reads suggest.</summary>
internal sealed class GuessedTypes
{
    private readonly Dictionary<string, ElementType> _types = new(StringComparer.Ordinal);

    public GuessedTypes(ModelGraph graph)
    {
        var main = graph.Model.Graph;
        foreach (var tensor in main.Initializer) _types[tensor.Name] = (ElementType)tensor.DataType;
        foreach (var value in main.Input.Concat(main.ValueInfo).Concat(main.Output))
        {
            if (value.Type?.TensorType is { ElemType: not 0 } tensor) _types.TryAdd(value.Name, (ElementType)tensor.ElemType);
        }
        foreach (var node in graph.Nodes)
        {
            var type = TypeOf(node);
            foreach (var output in node.Output) _types.TryAdd(output, type);
        }
    }

    public ElementType this[string value] => _types.GetValueOrDefault(value, ElementType.Float);

    private ElementType TypeOf(NodeProto node) => node.OpType switch
    {
        "Cast" => (ElementType)(node.Int("to") ?? 0),
        "Shape" or "Size" or "NonZero" or "ArgMax" or "ArgMin" => ElementType.Int64,
        "Equal" or "Less" or "Greater" or "Not" or "And" or "Or" or "IsNaN" => ElementType.Bool,
        "Constant" or "ConstantOfShape" => (ElementType)(node.Tensor("value")?.DataType ?? (int)ElementType.Float),
        _ => node.Input.Select(name => this[name]).Where(TensorCodec.IsFloating).FirstOrDefault(
            node.Input.Count > 0 ? this[node.Input[0]] : ElementType.Float),
    };
}
