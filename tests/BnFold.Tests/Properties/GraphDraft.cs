using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;

namespace BnFold.Tests.Properties;

/// <summary>A graph under construction: nodes are added with the shapes of their results, so that each next one can be made to fit.</summary>
internal sealed class GraphDraft
{
    private const long MaxElements = 3000;

    private readonly List<(GraphProto Graph, Signal Signal)> _signals = [];
    private int _names;

    public GraphDraft(int seed)
    {
        Dice = new(seed);
        Opset = Dice.Chance(0.6) ? Dice.Int(11, 17) : Dice.Int(7, 22);
        var ir = Dice.Chance(0.12) ? 3 : Opset <= 13 ? Dice.Int(4, 8) : Dice.Int(8, 10);
        Type = Dice.Chance(0.9) ? ElementType.Float : Dice.Pick(ElementType.Float16, ElementType.Double);
        HasDynamicBatch = Dice.Chance(0.25);
        IsSquare = Dice.Chance(0.2);
        DeclaredShare = Dice.Pick(0, 0.5, 1, 1);
        RouteShare = Dice.Pick(0, 0.1, 0.5);
        Model = new() { IrVersion = ir, Graph = new() { Name = ByteString.CopyFromUtf8("generated") } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        Graph = Model.Graph;
        Constants = new(this);
    }

    public Dice Dice { get; }

    public ModelProto Model { get; }

    /// <summary>The graph that nodes are added to: the main one, or a body.</summary>
    public GraphProto Graph { get; private set; }

    public long Opset { get; }

    public ElementType Type { get; }

    public ConstantRoutes Constants { get; }

    /// <summary>The file leaves the first dim open; it is 7 when the graph runs.</summary>
    public bool HasDynamicBatch { get; }

    /// <summary>All dims are equal, so that axes can be confused.</summary>
    public bool IsSquare { get; }

    /// <summary>How many constants are expressions or Constant nodes instead of plain initializers.</summary>
    public double RouteShare { get; }

    private double DeclaredShare { get; }

    public bool IsMain => Graph == Model.Graph;

    /// <summary>Everything that nodes added now may read.</summary>
    public IEnumerable<Signal> Signals => _signals.Where(s => s.Graph == Graph || s.Graph == Model.Graph).Select(s => s.Signal);

    public string NewName(string stem)
    {
        var name = $"{stem}{++_names}";
        // Names like those that folds make up must not collide with them.
        return Dice.Chance(0.05) ? name + "_bn" : name;
    }

    public Signal Input(params long[] dims)
    {
        var signal = new Signal(NewName("x"), dims);
        Graph.Input.Add(Info(signal, Type));
        _signals.Add((Graph, signal));
        return signal;
    }

    public Signal Add(string opType, IEnumerable<string> inputs, long[] dims, params IEnumerable<AttributeProto?> attributes) =>
        AddMany(opType, inputs, [dims], attributes)[0];

    public Signal[] AddMany(string opType, IEnumerable<string> inputs, long[][] dims, params IEnumerable<AttributeProto?> attributes)
    {
        if (dims.Any(d => Signal.CountOf(d) is 0 or > MaxElements)) throw new MisfitException();
        Signal[] outputs = [.. dims.Select(d => new Signal(NewName("v"), d))];
        AddNode(opType, inputs, outputs.Select(o => o.Name), attributes);
        foreach (var output in outputs)
        {
            _signals.Add((Graph, output));
            if (Dice.Chance(DeclaredShare)) Graph.ValueInfo.Add(Info(output, Type));
        }
        return outputs;
    }

    /// <summary>A node whose results are no signals: constants, shapes, masks.</summary>
    public string AddPlain(string opType, IEnumerable<string> inputs, params IEnumerable<AttributeProto?> attributes)
    {
        var name = NewName("k");
        AddNode(opType, inputs, [name], attributes);
        return name;
    }

    public void AddNode(string opType, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<AttributeProto?> attributes)
    {
        var node = new NodeProto { OpType = opType };
        if (Dice.Chance(0.8)) node.Name = NewName(opType.ToLowerInvariant());
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.Where(a => a is not null));
        Graph.Node.Add(node);
    }

    /// <summary>Fills a body that sees the values of the main graph.</summary>
    public GraphProto Body(Action fill)
    {
        var outer = Graph;
        var body = Graph = new() { Name = ByteString.CopyFromUtf8(NewName("body")) };
        try
        {
            fill();
        }
        finally
        {
            Graph = outer;
        }
        return body;
    }

    public void Output(Signal signal)
    {
        if (Graph.Output.All(o => o.Name != signal.Name)) Graph.Output.Add(Info(signal, Type));
        foreach (var info in Graph.ValueInfo.Where(i => i.Name == signal.Name).ToArray()) Graph.ValueInfo.Remove(info);
    }

    /// <summary>With dynamic batch, every size that may come from the batch stays open.</summary>
    public ValueInfoProto Info(Signal signal, ElementType type)
    {
        var shape = new TensorShapeProto();
        for (var i = 0; i < signal.Rank; i++)
        {
            var isOpen = HasDynamicBatch && type == Type && !signal.Name.StartsWith('w') && signal.Dims[i] % GraphGenerator.DynamicBatch == 0;
            var dim = new TensorShapeProto.Types.Dimension();
            if (!isOpen)
                dim.DimValue = signal.Dims[i];
            else if (signal.Dims[i] == GraphGenerator.DynamicBatch)
                dim.DimParam = "batch";
            shape.Dim.Add(dim);
        }
        return new() { Name = signal.Name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    /// <summary>The same operator took integer lists as attributes first and as inputs later.</summary>
    public (IEnumerable<string> Inputs, AttributeProto? Attribute) List(string name, long sinceOpset, params long[] values) =>
        Opset >= sinceOpset ? ([Constants.Integers(values)], null) : ([], ModelBuilder.Ints(name, values));
}
