using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>The model's graphs as values and nodes that know each other. All changes go through <see cref="Apply"/>.</summary>
internal sealed class GraphView
{
    private readonly Dictionary<Node, List<GraphScope>> _bodies = [];
    private readonly List<GraphScope> _scopes = [];
    private readonly DeadValueSweep _sweep;
    private readonly NewInitializers _initializers;
    private int _nodeIds;

    public GraphView(OnnxModel model)
    {
        Model = model;
        Opset = model.OpsetVersion("");
        Main = new(this, model.Proto.Graph, parent: null, owner: null);
        AddScope(Main);
        foreach (var scope in _scopes) scope.Connect();
        foreach (var scope in _scopes) scope.DeclareTypes();
        Constants = new(this);
        Shapes = new(this);
        _sweep = new(this);
        _initializers = new(this);
    }

    public OnnxModel Model { get; }

    public long Opset { get; }

    public FreshNames Names { get; } = new();

    public GraphScope Main { get; }

    /// <summary>The main graph and every body in it, outer before inner.</summary>
    public IReadOnlyList<GraphScope> Scopes => _scopes;

    public Constants Constants { get; }

    public Shapes Shapes { get; }

    /// <summary>Number of changes made so far.</summary>
    public int Edits { get; private set; }

    /// <summary>Nodes that were there or were added; a node added later has this number or a higher one.</summary>
    public int NodeIds => _nodeIds;

    /// <summary>Nodes that went because nobody read them any more.</summary>
    public int SweptNodes => _sweep.RemovedNodes;

    internal int NextNodeId() => _nodeIds++;

    public IReadOnlyList<GraphScope> BodiesOf(Node node) => _bodies.GetValueOrDefault(node) ?? [];

    /// <summary>What each of the node's bodies returns for one of its outputs.</summary>
    public IEnumerable<Value?> ResultsFor(Node node, int output)
    {
        // The first result of a Loop's body is whether to go on.
        var result = node.Is("Loop") ? output + 1 : output;
        return BodiesOf(node).Select(body => body.Results.ElementAtOrDefault(result));
    }

    public void Apply(GraphEdit edit)
    {
        foreach (var rewrite in edit.Rewrites) Rewrite(rewrite);
        var merged = Merge(edit);
        foreach (var insertion in edit.Insertions) Insert(insertion);
        foreach (var value in edit.Changed)
        {
            if (!merged.Contains(value)) value.Scope.Rename(value, Names.Next(value.Name));
        }
        _sweep.Run();
        Edits++;
    }

    /// <summary>Writes the view back to the model. Does nothing where nothing was changed.</summary>
    public void Commit()
    {
        if (Edits == 0) return;
        foreach (var scope in _scopes) ScopeWriter.Write(scope);
        Model.Modified = true;
    }

    /// <summary>Inputs of the main graph that initializers give a default.</summary>
    public IReadOnlyList<Value> OverridableInputs() =>
        Model.IrVersion < 4 ? [] : [.. Main.Values.Where(static value => value is { Initializer: not null, GraphInput: not null })];

    /// <summary>Leaves <see cref="OverridableInputs"/> as plain initializers.</summary>
    public void DropOverridableInputs()
    {
        foreach (var value in OverridableInputs())
        {
            value.GraphInput = null;
            Edits++;
        }
    }

    private void AddScope(GraphScope scope)
    {
        _scopes.Add(scope);
        foreach (var node in scope.Nodes)
        {
            foreach (var attribute in node.Proto.Attribute)
            {
                if (attribute.G is { } body) AddBody(node, body);
                foreach (var each in attribute.Graphs) AddBody(node, each);
            }
        }
    }

    private void AddBody(Node owner, GraphProto body)
    {
        var scope = new GraphScope(this, body, owner.Scope, owner);
        if (!_bodies.TryGetValue(owner, out var bodies)) _bodies.Add(owner, bodies = []);
        bodies.Add(scope);
        AddScope(scope);
    }

    private void Rewrite(NodeRewrite rewrite)
    {
        var node = rewrite.Node;
        if (rewrite.OpType is { } opType) node.Proto.OpType = opType;
        if (rewrite.DropsOtherAttributes) node.Proto.Attribute.Clear();
        foreach (var attribute in rewrite.Attributes) Set(node.Proto, attribute);
        for (var i = rewrite.InputCount ?? node.Inputs.Count; i < node.Inputs.Count; i++) Reconnect(node, i, null);
        node.TrimInputs();
        if (rewrite.OutputCount is { } outputs) node.TrimOutputs(outputs);
        foreach (var constant in rewrite.Constants) Reconnect(node, constant.Input, _initializers.Add(constant));
    }

    private void Insert(NodeInsertion insertion)
    {
        var host = insertion.After;
        var scope = host.Scope;
        var output = host.Output(0)!;
        var inner = scope.Local(Names.Next(output.Name));
        var node = new Node(scope, new NodeProto { OpType = insertion.OpType, Name = Names.Next(host.Name) }, NextNodeId()) { Order = TopologicalOrder.Behind(host, output) };
        scope.Nodes.Add(node);
        host.SetOutput(0, inner);
        node.SetInput(0, inner);
        node.SetInput(insertion.Operand.Input, _initializers.Add(insertion.Operand));
        node.SetOutput(0, output);
    }

    /// <summary>Takes nodes out; the surviving value of each run bears the name of the one whose numbers it now holds.</summary>
    private HashSet<Value> Merge(GraphEdit edit)
    {
        var changed = edit.Changed.ToHashSet();
        var settled = new HashSet<Value>();
        foreach (var removal in edit.Removals)
        {
            // Not what it read before: rewritten constants and earlier removals are in place by now.
            var kept = removal.Node.Input(removal.DataInput)!;
            var gone = removal.Output;
            Shapes.Inherit(kept, gone);
            settled.Add(gone);
            removal.Node.IsRemoved = true;
            for (var i = 0; i < removal.Node.Inputs.Count; i++) Reconnect(removal.Node, i, null);
            foreach (var use in gone.Uses.ToArray()) use.Node.Redirect(use, kept);
            gone.Scope.Forget(gone);
            var takesName = !changed.Contains(gone) && (changed.Contains(kept) || gone.IsPinned);
            if (!takesName) continue;
            settled.Add(kept);
            kept.GraphOutput = gone.GraphOutput;
            kept.Declared = gone.Declared;
            kept.Scope.Rename(kept, gone.Name);
        }
        return settled;
    }

    internal void Reconnect(Node node, int input, Value? value)
    {
        if (node.Input(input) is { } old) _sweep.Suspect(old);
        node.SetInput(input, value);
    }

    private static void Set(NodeProto node, AttributeProto attribute)
    {
        for (var i = 0; i < node.Attribute.Count; i++)
        {
            if (node.Attribute[i].Name != attribute.Name) continue;
            node.Attribute[i] = attribute;
            return;
        }
        node.Attribute.Add(attribute);
    }
}
