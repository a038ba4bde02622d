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
            foreach (var (i, output) in node.Output.Index()) _types.TryAdd(output, TypeOf(node, i));
        }
    }

    public ElementType this[string value] => _types.GetValueOrDefault(value, ElementType.Float);

    private ElementType TypeOf(NodeProto node, int output) => node.OpType switch
    {
        "If" or "Scan" => Returned(node, output),
        // Its body returns first whether to go on.
        "Loop" => Returned(node, output + 1),
        "Cast" => node.CastTo(),
        "Shape" or "Size" or "NonZero" or "ArgMax" or "ArgMin" => ElementType.Int64,
        "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Not" or "And" or "Or" or "Xor" or "IsNaN" or "IsInf" => ElementType.Bool,
        "Constant" or "ConstantOfShape" => (ElementType)(node.Tensor("value")?.DataType ?? (int)ElementType.Float),
        _ => node.Input.Select(name => this[name]).Where(TensorCodec.IsFloating).FirstOrDefault(
            node.Input.Count > 0 ? this[node.Input[0]] : ElementType.Float),
    };

    /// <summary>The type of what bodies return: declared there, or that of a value from around them.</summary>
    private ElementType Returned(NodeProto node, int result)
    {
        var returned = node.Bodies().Select(body => body.Output.ElementAtOrDefault(result)).OfType<ValueInfoProto>().ToArray();
        var declared = returned.Select(value => value.Type?.TensorType?.ElemType ?? 0).FirstOrDefault(type => type != 0);
        return declared != 0 ? (ElementType)declared
            : returned.Select(value => value.Name).FirstOrDefault(_types.ContainsKey) is { } known ? _types[known] : ElementType.Float;
    }
}
