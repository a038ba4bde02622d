using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// A model of its own that computes some values of a graph from some others. Cutting at the inputs gives the model itself without what
/// is not asked for; cutting at values inside gives regions, each of which computes from what it is fed, whatever feeds it there.
/// </summary>
internal sealed class Excerpt
{
    private readonly ModelGraph _graph;
    private readonly IReadOnlyDictionary<string, ValueInfoProto> _fed;
    private readonly HashSet<NodeProto> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _leaves = new(StringComparer.Ordinal);
    private readonly List<string> _inputs = [];
    private readonly Dictionary<string, string> _results = new(StringComparer.Ordinal);

    /// <param name="graph">The graph to take from.</param>
    /// <param name="values">What to compute; a value that is also fed is computed all the same, and its readers get what is fed.</param>
    /// <param name="fed">Where to cut. Only what is needed becomes an input.</param>
    public Excerpt(ModelGraph graph, IEnumerable<string> values, IReadOnlyDictionary<string, ValueInfoProto> fed)
    {
        _graph = graph;
        _fed = fed;
        Model = new() { IrVersion = Math.Max(4, graph.Model.IrVersion), Graph = new() { Name = graph.Model.Graph.Name } };
        Model.OpsetImport.Add(graph.Model.OpsetImport);
        Model.Functions.Add(graph.Model.Functions);
        var wanted = values.Distinct().ToArray();
        Collect(wanted);
        Nodes = [.. graph.Nodes.Where(_nodes.Contains)];
        foreach (var node in Nodes) Model.Graph.Node.Add(Cut(node));
        foreach (var value in wanted) AddOutput(value);
    }

    public ModelProto Model { get; }

    /// <summary>Names of the inputs to feed.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>The nodes it was made from, as they are in the graph.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>The name of the output under which the model gives a value.</summary>
    public string ResultOf(string value) => _results[value];

    /// <summary>A name that neither the graph nor the excerpt uses.</summary>
    public string FreshName(string hint) => _graph.FreshName(hint);

    private void Collect(string[] values)
    {
        var pending = new Stack<string>();
        foreach (var value in values)
        {
            if (_graph.TryProducer(value, out var producer)) Enter(producer);
            else Visit(value);
        }
        while (pending.TryPop(out var name)) Visit(name);

        void Visit(string name)
        {
            if (!_fed.ContainsKey(name) && _graph.TryProducer(name, out var producer)) Enter(producer);
            else if (_leaves.Add(name)) AddLeaf(name);
        }

        void Enter(NodeProto node)
        {
            if (!_nodes.Add(node)) return;
            foreach (var name in _graph.Reads(node)) pending.Push(name);
        }
    }

    private void AddLeaf(string name)
    {
        if (_fed.TryGetValue(name, out var declaration))
        {
            _inputs.Add(name);
            Model.Graph.Input.Add(declaration);
        }
        else if (_graph.TryInitializer(name, out var tensor))
        {
            Model.Graph.Initializer.Add(tensor);
        }
        else if (_graph.TrySparse(name, out var sparse))
        {
            Model.Graph.SparseInitializer.Add(sparse);
        }
    }

    /// <summary>The node, with fresh names for outputs whose own names are taken by what is fed.</summary>
    private NodeProto Cut(NodeProto node)
    {
        if (!node.Output.Any(_fed.ContainsKey)) return node;
        var cut = node.Clone();
        for (var i = 0; i < cut.Output.Count; i++)
        {
            if (!_fed.ContainsKey(cut.Output[i])) continue;
            var fresh = _graph.FreshName(cut.Output[i]);
            _results[cut.Output[i]] = fresh;
            cut.Output[i] = fresh;
        }
        // What a body makes may bear the name of what its node makes, and so of what is fed now.
        foreach (var name in node.Output.Where(_fed.ContainsKey)) Renaming.Inside(cut, name, _graph.FreshName);
        return cut;
    }

    private void AddOutput(string value)
    {
        if (!_results.TryGetValue(value, out var result))
        {
            result = value;
            // ONNX Runtime gives back what a node makes; inputs and initializers need one.
            if (!_graph.TryProducer(value, out _))
            {
                result = _graph.FreshName(value);
                var identity = new NodeProto { OpType = "Identity" };
                identity.Input.Add(value);
                identity.Output.Add(result);
                Model.Graph.Node.Add(identity);
            }
            _results[value] = result;
        }
        Model.Graph.Output.Add(new ValueInfoProto { Name = result });
    }
}
