using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>The main graph, or the body of an If, Loop or Scan, which also sees the values of the graphs around it.</summary>
internal sealed class GraphScope
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    public GraphScope(GraphView view, GraphProto proto, GraphScope? parent, Node? owner)
    {
        View = view;
        Proto = proto;
        Parent = parent;
        Owner = owner;
        Declare();
        foreach (var node in proto.Node)
        {
            Nodes.Add(new(this, node, view.NextNodeId()));
            // Nodes have names of their own, but one set of fresh names serves both.
            view.Names.Reserve(node.Name);
        }
        foreach (var node in Nodes) DeclareOutputs(node);
        TopologicalOrder.Assign(Nodes);
    }

    public GraphView View { get; }

    public GraphProto Proto { get; }

    public GraphScope? Parent { get; }

    /// <summary>The node whose body this is; null for the main graph.</summary>
    public Node? Owner { get; }

    public List<Node> Nodes { get; } = [];

    /// <summary>The entries of value_info that belong to a value.</summary>
    public HashSet<ValueInfoProto> Declared { get; } = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyCollection<Value> Values => _values.Values;

    /// <summary>What the graph returns; a body may return values of the graphs around it.</summary>
    public IEnumerable<Value?> Results => Proto.Output.Select(output => Find(output.Name));

    /// <summary>The value of that name in this graph or the nearest one around it.</summary>
    public Value? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._values.TryGetValue(name, out var value)) return value;
        }
        return null;
    }

    /// <summary>Connects what the nodes read. Done after all outer graphs are declared.</summary>
    internal void Connect()
    {
        foreach (var node in Nodes)
        {
            for (var i = 0; i < node.Proto.Input.Count; i++)
            {
                var name = node.Proto.Input[i];
                node.SetInput(i, name.Length == 0 ? null : Find(name) ?? throw Undefined(node, name));
            }
        }
        foreach (var output in Proto.Output)
        {
            if (_values.ContainsKey(output.Name)) continue;
            if (Parent?.Find(output.Name) is not { } captured)
                throw new OnnxFormatException(View.Model.Path, $"output '{output.Name}'", "nothing makes it: it is no input, no initializer and no node's output");
            captured.Uses.Add(new(Owner!, -1));
        }
    }

    private OnnxFormatException Undefined(Node node, string name) => new(
        View.Model.Path, node.ToString(), $"reads '{name}', which is no input, no initializer and no node's output, here or in a graph around it");

    internal Value Local(string name)
    {
        if (_values.TryGetValue(name, out var value)) return value;
        value = new(this, name);
        _values.Add(name, value);
        View.Names.Reserve(name);
        return value;
    }

    internal void Forget(Value value) => _values.Remove(value.Name);

    internal void Rename(Value value, string name)
    {
        _values.Remove(value.Name);
        value.Name = name;
        _values[name] = value;
    }

    private void Declare()
    {
        foreach (var input in Proto.Input) Local(input.Name).GraphInput = input;
        foreach (var tensor in Proto.Initializer) Local(tensor.Name).Initializer = tensor;
        foreach (var sparse in Proto.SparseInitializer) Local(sparse.Values?.Name ?? "").Sparse = sparse;
        foreach (var info in Proto.ValueInfo) View.Names.Reserve(info.Name);
    }

    private void DeclareOutputs(Node node)
    {
        for (var i = 0; i < node.Proto.Output.Count; i++)
        {
            var name = node.Proto.Output[i];
            if (name.Length == 0)
            {
                node.SetOutput(i, null);
                continue;
            }
            var value = Local(name);
            if (value.Producer is not null || value.Initializer is not null || value.Sparse is not null || value.GraphInput is not null)
                throw new OnnxFormatException(View.Model.Path, node.ToString(), $"value '{name}' is defined a second time; every value of a graph needs a name of its own");
            node.SetOutput(i, value);
        }
    }

    internal void DeclareTypes()
    {
        foreach (var output in Proto.Output)
        {
            if (_values.TryGetValue(output.Name, out var value)) value.GraphOutput = output;
        }
        foreach (var info in Proto.ValueInfo)
        {
            if (!_values.TryGetValue(info.Name, out var value)) continue;
            value.Declared = info;
            Declared.Add(info);
        }
        foreach (var annotation in Proto.QuantizationAnnotation)
        {
            if (_values.TryGetValue(annotation.TensorName, out var value)) value.IsAnnotated = true;
        }
    }
}
