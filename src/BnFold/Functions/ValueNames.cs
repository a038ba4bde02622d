using System.Globalization;
using BnFold.Onnx;

namespace BnFold.Functions;

/// <summary>Hands out names that no value of the model bears.</summary>
internal sealed class ValueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public ValueNames(ModelProto model) => Reserve(model.Graph);

    public string Next(string name)
    {
        var candidate = name;
        for (var number = 2; !_taken.Add(candidate); number++) candidate = name + "_" + number.ToString(CultureInfo.InvariantCulture);
        return candidate;
    }

    private void Reserve(GraphProto graph)
    {
        _taken.UnionWith(graph.Input.Concat(graph.Output).Concat(graph.ValueInfo).Select(static v => v.Name));
        _taken.UnionWith(graph.Initializer.Select(static t => t.Name));
        _taken.UnionWith(graph.SparseInitializer.Select(static t => t.Values?.Name ?? ""));
        foreach (var node in graph.Node)
        {
            _taken.UnionWith(node.Input);
            _taken.UnionWith(node.Output);
            foreach (var body in node.Bodies()) Reserve(body);
        }
    }
}
