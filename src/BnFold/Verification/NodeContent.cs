using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Whether two nodes compute the same from the same inputs, as far as what is written in them tells: operator, version, attributes,
/// bodies. Names of nodes and documentation don't count. What is equal but written differently is called different: then numbers decide.
/// </summary>
internal sealed class NodeContent
{
    private readonly ModelProto _original;
    private readonly ModelProto _other;
    private readonly TensorContent _tensors;
    private readonly Lazy<bool> _sameFunctions;
    private readonly HashSet<string> _sameDomains;

    public NodeContent(RunnableModel original, RunnableModel other, TensorContent tensors)
    {
        _original = original.Graph.Model;
        _other = other.Graph.Model;
        _tensors = tensors;
        _sameFunctions = new(() => SameLists(_original.Functions, _other.Functions, Same));
        var domains = _original.OpsetImport.Concat(_other.OpsetImport).Select(import => import.Domain).Append("").Append("ai.onnx");
        _sameDomains = domains.Where(domain => original.Graph.Opset(domain) == other.Graph.Opset(domain)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the nodes are alike; what their inputs are called is not asked, nor what a body captures.</summary>
    public bool Same(NodeProto node, NodeProto counterpart) =>
        node.OpType == counterpart.OpType && node.Domain == counterpart.Domain && node.Overload == counterpart.Overload
        && _sameDomains.Contains(node.Domain) && (!CallsFunction(node) || _sameFunctions.Value)
        && node.Output.Count == counterpart.Output.Count && SameAttributes(node.Attribute, counterpart.Attribute);

    private bool CallsFunction(NodeProto node) =>
        _original.Functions.Concat(_other.Functions).Any(function => function.Name == node.OpType && function.Domain == node.Domain);

    private bool SameAttributes(IReadOnlyCollection<AttributeProto> attributes, IReadOnlyCollection<AttributeProto> counterparts) =>
        SameLists(attributes.OrderBy(a => a.Name, StringComparer.Ordinal), counterparts.OrderBy(a => a.Name, StringComparer.Ordinal), Same);

    private bool Same(AttributeProto attribute, AttributeProto counterpart)
    {
        if (attribute.Name != counterpart.Name || attribute.Kind != counterpart.Kind) return false;
        if (attribute.RefAttrName.Length > 0 || counterpart.RefAttrName.Length > 0) return attribute.Equals(counterpart);
        return attribute.Kind switch
        {
            AttributeKind.Tensor => attribute.T is not null && counterpart.T is not null && _tensors.Same(attribute.T, counterpart.T),
            AttributeKind.Tensors => SameLists(attribute.Tensors, counterpart.Tensors, _tensors.Same),
            AttributeKind.SparseTensor => attribute.SparseTensor is not null && counterpart.SparseTensor is not null
                && _tensors.Same(attribute.SparseTensor, counterpart.SparseTensor),
            AttributeKind.SparseTensors => SameLists(attribute.SparseTensors, counterpart.SparseTensors, _tensors.Same),
            AttributeKind.Graph => attribute.G is not null && counterpart.G is not null && Same(attribute.G, counterpart.G),
            AttributeKind.Graphs => SameLists(attribute.Graphs, counterpart.Graphs, Same),
            _ => attribute.Equals(counterpart),
        };
    }

    /// <summary>Bodies are compared letter by letter, names included.</summary>
    private bool Same(GraphProto body, GraphProto counterpart) =>
        SameLists(body.Input, counterpart.Input, SameDeclaration) && SameLists(body.Output, counterpart.Output, SameName)
        && SameLists(body.Node, counterpart.Node, SameWithNames)
        && SameLists(body.Initializer, counterpart.Initializer, (one, two) => one.Name == two.Name && _tensors.Same(one, two))
        && SameLists(body.SparseInitializer, counterpart.SparseInitializer, SameWithName);

    private bool Same(FunctionProto function, FunctionProto counterpart) =>
        (function.Domain, function.Name, function.Overload) == (counterpart.Domain, counterpart.Name, counterpart.Overload)
        && function.Input.Equals(counterpart.Input) && function.Output.Equals(counterpart.Output)
        && function.OpsetImport.Equals(counterpart.OpsetImport)
        && SameLists(function.Node, counterpart.Node, SameWithNames)
        && SameAttributes(function.AttributeProto, counterpart.AttributeProto);

    private bool SameWithNames(NodeProto node, NodeProto counterpart) =>
        Same(node, counterpart) && node.Input.Equals(counterpart.Input) && node.Output.Equals(counterpart.Output);

    private bool SameWithName(SparseTensorProto tensor, SparseTensorProto counterpart) =>
        tensor.Values?.Name == counterpart.Values?.Name && _tensors.Same(tensor, counterpart);

    private static bool SameName(ValueInfoProto value, ValueInfoProto counterpart) => value.Name == counterpart.Name;

    private static bool SameDeclaration(ValueInfoProto value, ValueInfoProto counterpart) => value.Equals(counterpart);

    private static bool SameLists<T>(IEnumerable<T> list, IEnumerable<T> counterparts, Func<T, T, bool> same)
    {
        T[] one = [.. list];
        T[] two = [.. counterparts];
        return one.Length == two.Length && one.Zip(two).All(pair => same(pair.First, pair.Second));
    }
}
