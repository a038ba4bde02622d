using System.Diagnostics.CodeAnalysis;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// The main graph of a model, as the judge needs it: who makes each value, what depends on the inputs, and in which order.
/// A node with bodies is one node, which also reads what they capture.
/// </summary>
internal sealed class ModelGraph
{
    private static readonly HashSet<string> _random =
        ["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli"];

    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SparseTensorProto> _sparse = new(StringComparer.Ordinal);
    private readonly Dictionary<NodeProto, IReadOnlyList<string>> _reads = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _names;
    private readonly Dictionary<string, string> _fresh = new(StringComparer.Ordinal);

    public ModelGraph(ModelProto model)
    {
        Model = model;
        var graph = model.Graph;
        _names = new(() => NamesOf(graph).ToHashSet(StringComparer.Ordinal));
        foreach (var tensor in graph.Initializer) _initializers[tensor.Name] = tensor;
        foreach (var sparse in graph.SparseInitializer) _sparse[sparse.Values?.Name ?? ""] = sparse;
        Inputs = graph.Input.Where(input => !_initializers.ContainsKey(input.Name) && !_sparse.ContainsKey(input.Name)).ToArray();
        Outputs = graph.Output;
        foreach (var node in graph.Node)
        {
            _reads[node] = NodeReads.Of(node);
            foreach (var output in node.Output.Where(name => name.Length > 0)) _producers[output] = node;
        }
        foreach (var input in Inputs) _variables.Add(input.Name);
        Nodes = Live(Ordered(graph.Node));
        foreach (var node in Nodes.Where(IsVariable)) _variables.UnionWith(node.Output);
        _variables.Remove("");
    }

    public ModelProto Model { get; }

    /// <summary>The inputs that must be fed; what has an initializer is a constant here, overridable or not.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    public IReadOnlyList<ValueInfoProto> Outputs { get; }

    /// <summary>Initializers that callers may replace (IR version 4 and later).</summary>
    public IEnumerable<string> Overridable =>
        Model.IrVersion < 4 ? [] : Model.Graph.Input.Select(input => input.Name).Except(Inputs.Select(input => input.Name));

    /// <summary>The nodes that an output depends on, producers before readers.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>Values that nodes make and that depend on an input, or on chance, in the order of <see cref="Nodes"/>.</summary>
    public IEnumerable<string> Computed => Nodes.SelectMany(node => node.Output).Where(_variables.Contains);

    public bool IsVariable(string value) => _variables.Contains(value);

    public bool TryProducer(string value, [NotNullWhen(true)] out NodeProto? node) => _producers.TryGetValue(value, out node);

    public bool TryInitializer(string value, [NotNullWhen(true)] out TensorProto? tensor) => _initializers.TryGetValue(value, out tensor);

    /// <summary>The tensor of an initializer or a Constant; null for any other value.</summary>
    public TensorProto? Constant(string value) =>
        TryInitializer(value, out var tensor) ? tensor
        : TryProducer(value, out var node) && node is { IsOnnx: true, OpType: "Constant" } ? node.Tensor("value")
        : null;

    public bool TrySparse(string value, [NotNullWhen(true)] out SparseTensorProto? tensor) => _sparse.TryGetValue(value, out tensor);

    /// <summary>Whether an output depends on the value.</summary>
    public bool IsRead(string value) => Nodes.Any(node => _reads[node].Contains(value)) || Outputs.Any(output => output.Name == value);

    /// <summary>The nodes that read the value, in order.</summary>
    public IEnumerable<NodeProto> Readers(string value) => Nodes.Where(node => _reads[node].Contains(value));

    /// <summary>Whether the model uses the name, in bodies too.</summary>
    public bool IsNamed(string value) => _names.Value.Contains(value);

    /// <summary>Everything the node reads, the captures of its bodies included.</summary>
    public IReadOnlyList<string> Reads(NodeProto node) => _reads[node];

    /// <summary>The BatchNormalizations among some nodes, their bodies and the functions they call.</summary>
    public IEnumerable<NodeProto> BatchNormalizations(IEnumerable<NodeProto> nodes)
    {
        var pending = new Stack<NodeProto>(nodes.Reverse());
        var called = new HashSet<FunctionProto>(ReferenceEqualityComparer.Instance);
        while (pending.TryPop(out var node))
        {
            if (node.IsBatchNormalization) yield return node;
            var inner = node.Bodies().SelectMany(body => body.Node);
            if (Function(node) is { } function && called.Add(function)) inner = inner.Concat(function.Node);
            foreach (var next in inner.Reverse()) pending.Push(next);
        }
    }

    /// <summary>A name that the model doesn't use, bodies included; the same for the same value.</summary>
    public string FreshName(string value)
    {
        if (_fresh.TryGetValue(value, out var name)) return name;
        name = value;
        do name += "'";
        while (!_names.Value.Add(name));
        return _fresh[value] = name;
    }

    /// <summary>The version of an operator set in force; 1 for ONNX's own where a model of old says nothing.</summary>
    public long Opset(string domain) => Model.OpsetVersion(domain) is var version and not 0 ? version : domain is "" or "ai.onnx" ? 1 : 0;

    private FunctionProto? Function(NodeProto node) =>
        Model.Functions.FirstOrDefault(
            function => (function.Name, function.Domain, function.Overload) == (node.OpType, node.Domain, node.Overload));

    private static IEnumerable<string> NamesOf(GraphProto graph) =>
        graph.Input.Select(input => input.Name)
            .Concat(graph.Initializer.Select(tensor => tensor.Name))
            .Concat(graph.SparseInitializer.Select(sparse => sparse.Values?.Name ?? ""))
            .Concat(graph.Node.SelectMany(node => node.Input.Concat(node.Output).Concat(node.Bodies().SelectMany(NamesOf))));

    private bool IsVariable(NodeProto node) => _reads[node].Any(_variables.Contains) || IsRandom(node);

    private static bool IsRandom(NodeProto node) =>
        _random.Contains(node.OpType) || (!node.IsOnnx && node.Input.Count == 0) || node.Bodies().Any(body => body.Node.Any(IsRandom));

    /// <summary>Producers before readers; a file that is already in order keeps its order. In a circle, any order.</summary>
    private List<NodeProto> Ordered(IEnumerable<NodeProto> nodes)
    {
        var ordered = new List<NodeProto>();
        var seen = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(NodeProto Node, bool Expanded)>();
        foreach (var root in nodes)
        {
            pending.Push((root, false));
            while (pending.TryPop(out var entry))
            {
                if (entry.Expanded)
                {
                    ordered.Add(entry.Node);
                    continue;
                }
                if (!seen.Add(entry.Node)) continue;
                pending.Push((entry.Node, true));
                foreach (var name in _reads[entry.Node])
                {
                    if (_producers.TryGetValue(name, out var producer) && !seen.Contains(producer)) pending.Push((producer, false));
                }
            }
        }
        return ordered;
    }

    private NodeProto[] Live(List<NodeProto> ordered)
    {
        var wanted = Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var live = new List<NodeProto>();
        foreach (var node in Enumerable.Reverse(ordered))
        {
            if (!node.Output.Any(wanted.Contains)) continue;
            live.Add(node);
            wanted.UnionWith(_reads[node]);
        }
        live.Reverse();
        return [.. live];
    }
}
