using BnFold.Onnx;
using Google.Protobuf.Collections;

namespace BnFold.Functions;

/// <summary>
/// One call of a function, as the nodes of its body: inputs and outputs take the names of the call, everything inside gets names of its
/// own, and attributes that refer to the call are filled in.
/// </summary>
internal sealed class FunctionCall
{
    private readonly NodeProto _call;
    private readonly FunctionProto _function;
    private readonly ValueNames _names;
    private readonly Dictionary<string, string> _origins;
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal) { [""] = "" };

    /// <param name="call">The call.</param>
    /// <param name="function">What it calls.</param>
    /// <param name="names">Fresh names.</param>
    /// <param name="origins">Gets the names of BatchNormalizations in the function, by those they have in its place.</param>
    public FunctionCall(NodeProto call, FunctionProto function, ValueNames names, Dictionary<string, string> origins)
    {
        (_call, _function, _names, _origins) = (call, function, names, origins);
        // A function may return one of its inputs only through a node, so the two lists don't meet.
        for (var i = 0; i < function.Input.Count; i++) _renamed[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        for (var i = 0; i < function.Output.Count; i++)
        {
            if (i < call.Output.Count && call.Output[i].Length > 0) _renamed[function.Output[i]] = call.Output[i];
        }
    }

    /// <param name="valueInfo">Gets what the function says of its values.</param>
    /// <param name="described">Names of which it says something already.</param>
    public IEnumerable<NodeProto> Expand(RepeatedField<ValueInfoProto> valueInfo, HashSet<string> described)
    {
        var nodes = _function.Node.Select(n => Fill(n.Clone(), prefix: true)).ToArray();
        foreach (var info in _function.ValueInfo)
        {
            if (!_renamed.TryGetValue(info.Name, out var name) || name.Length == 0) continue;
            var copy = info.Clone();
            copy.Name = name;
            if (!_call.Input.Contains(name) && !_call.Output.Contains(name) && described.Add(name)) valueInfo.Add(copy);
        }
        return nodes;
    }

    private string Rename(string name) => _renamed.TryGetValue(name, out var known) ? known : _renamed[name] = _names.Next($"{_call.Label}/{name}");

    private NodeProto Fill(NodeProto node, bool prefix)
    {
        var origin = node.Label;
        if (prefix && node.Name.Length > 0) node.Name = $"{_call.Label}/{node.Name}";
        for (var i = 0; i < node.Input.Count; i++) node.Input[i] = Rename(node.Input[i]);
        for (var i = 0; i < node.Output.Count; i++) node.Output[i] = Rename(node.Output[i]);
        if (node.IsBatchNormalization) _origins[node.Label] = origin;
        for (var i = node.Attribute.Count - 1; i >= 0; i--)
        {
            if (node.Attribute[i].RefAttrName.Length > 0 && !TryResolve(node.Attribute[i]))
            {
                node.Attribute.RemoveAt(i);
                continue;
            }
            var attribute = node.Attribute[i];
            if (attribute.G is { } body) Fill(body);
            foreach (var each in attribute.Graphs) Fill(each);
        }
        return node;
    }

    private void Fill(GraphProto body)
    {
        foreach (var value in body.Input.Concat(body.Output).Concat(body.ValueInfo)) value.Name = Rename(value.Name);
        foreach (var tensor in body.Initializer.Concat(body.SparseInitializer.Select(sparse => sparse.Values).OfType<TensorProto>())) tensor.Name = Rename(tensor.Name);
        foreach (var node in body.Node) Fill(node, prefix: false);
    }

    /// <summary>The call's value for an attribute, or the function's default; false where there is neither, and the operator's default holds.</summary>
    private bool TryResolve(AttributeProto attribute)
    {
        var given = _call.Attribute.Concat(_function.AttributeProto).FirstOrDefault(a => a.Name == attribute.RefAttrName);
        if (given is null) return false;
        var name = attribute.Name;
        attribute.ClearRefAttrName();
        attribute.MergeFrom(given);
        attribute.Name = name;
        return true;
    }
}
