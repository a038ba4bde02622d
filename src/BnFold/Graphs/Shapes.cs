using System.Collections.Immutable;
using BnFold.Graphs.Inference;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// Ranks and sizes of values, found when asked for: what the nodes before a value imply, completed by what the file declares. Where
/// the two contradict each other the nodes are believed, since stale declarations are common and the runtime goes by the nodes.
/// </summary>
internal sealed class Shapes(GraphView view)
{
    // From a value through a BatchNormalization and an activation to the node that tells.
    private const int MaxReadersAhead = 4;

    private readonly Dictionary<Value, Fact> _known = [];
    private readonly Dictionary<Value, Content?> _constants = [];
    private int _symbols;

    /// <summary>The value's shape; null when not even its rank is known.</summary>
    public Shape? Of(Value value)
    {
        if (_known.TryGetValue(value, out var fact)) return fact.Shape;
        if (value.Producer is null) _known.Add(value, Find(value));
        else Resolve(value);
        return _known[value].Shape;
    }

    public int? Rank(Value value) => Of(value)?.Rank;

    /// <summary>The elements of a list of integers, constant or computed from known sizes; null where one is not known.</summary>
    public long[]? Integers(Value value)
    {
        if (view.Constants.Find(value) is { } constant) return constant.ToIntegers();
        Of(value);
        var elements = Known(value).Content is { Kind: ElementKind.Integer } content ? content.Elements : [];
        return !elements.IsEmpty && elements.All(static e => e.Integer?.Size is not null) ? [.. elements.Select(static e => e.Integer!.Size!.Value)] : null;
    }

    /// <summary>Before one value takes the place of another of the same shape: what is known of either is known of it.</summary>
    public void Inherit(Value kept, Value gone)
    {
        if (Of(gone) is not { } second) return;
        var shape = Of(kept) is { } first && first.Rank == second.Rank
            ? new Shape([.. first.Dims.Zip(second.Dims, static (a, b) => a.Size is null && b.Size is not null ? b : a)])
            : second;
        _known[kept] = _known[kept] with { Shape = shape };
    }

    /// <summary>What is known of an operand.</summary>
    internal Fact Known(Value value) => _known.GetValueOrDefault(value, Fact.Nothing);

    /// <summary>The elements of a small constant, whatever it takes to evaluate it.</summary>
    internal Content? Constant(Value value)
    {
        if (_constants.TryGetValue(value, out var content)) return content;
        return _constants[value] = view.Constants.Find(value) is { } constant ? Content.Of(constant) : null;
    }

    // A stack of its own instead of recursion: graphs are longer than the thread's stack is deep.
    private void Resolve(Value root)
    {
        var started = new HashSet<Value>();
        var pending = new Stack<Value>([root]);
        while (pending.TryPeek(out var value))
        {
            var waits = false;
            if (!_known.ContainsKey(value) && started.Add(value) && value.Producer is { } node && ShapeRules.Knows(node))
            {
                foreach (var input in Sources(node))
                {
                    if (input is null || _known.ContainsKey(input)) continue;
                    pending.Push(input);
                    waits = true;
                }
            }
            if (waits) continue;
            pending.Pop();
            if (!_known.ContainsKey(value)) _known.Add(value, Find(value));
        }
    }

    /// <summary>What a node's outputs follow from: its inputs, and what its bodies return.</summary>
    private IEnumerable<Value?> Sources(Node node) =>
        view.BodiesOf(node) is [_, ..] bodies ? node.Inputs.Concat(bodies.SelectMany(static body => body.Results)) : node.Inputs;

    private Fact Find(Value value)
    {
        try
        {
            var (inferred, content) = value.Producer is { } node ? Infer(node, value) : (OfInitializer(value), null);
            return new(Complete(inferred, Declared(value)) ?? OfReaders(value), content);
        }
        catch (Exception e) when (e is AttributeException or OnnxFormatException or OverflowException)
        {
            // What can't be read says nothing of a shape.
            return new(Complete(null, Declared(value)) ?? OfReaders(value), null);
        }
    }

    private Dim?[]? OfInitializer(Value value)
    {
        if ((value.Initializer?.Dims ?? value.Sparse?.Dims) is not { } dims) return null;
        // A caller who may replace it may do so by one of other dims, where the graph's input allows it.
        if (value.GraphInput is not null && view.Constants.Find(value) is null) return null;
        var sizes = new Dim?[dims.Count];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = dims[i];
        return sizes;
    }

    /// <summary>What nothing before it tells, a reader may: filters have the rank of what they are moved over.</summary>
    private Shape? OfReaders(Value value)
    {
        if (value.Producer is { } producer && ShapeRules.Knows(producer)) return null;
        for (var (at, step) = (value, 0); step < MaxReadersAhead; step++)
        {
            foreach (var (node, input) in at.Uses)
            {
                if (RankAsked(node, input) is { } rank) return Complete(new Dim?[rank], declared: null);
            }
            if (at.Uses is not { Count: 1, Min: { Input: 0, Node: { IsStandard: true, OpType: "BatchNormalization" or "Relu" or "Identity" } next } }
                || next.Outputs[0] is not { } onward) return null;
            at = onward;
        }
        return null;
    }

    private static int? RankAsked(Node node, int input) => node switch
    {
        { IsStandard: false } => null,
        { OpType: "Conv" or "ConvTranspose" or "DeformConv" } when input == 0 => node.Input(1)?.Initializer?.Dims.Count,
        { OpType: "Gemm" } when input == 0 => 2,
        _ => null,
    };

    private (Dim?[]? Dims, Content? Content) Infer(Node node, Value value)
    {
        var operands = new Operands(this, node, node.IndexOfOutput(value));
        var dims = ShapeRules.Infer(operands);
        var content = ContentRules.Evaluate(operands, dims);
        dims ??= view.Constants.Find(value)?.Dims.Select(static d => (Dim?)d).ToArray();
        return (dims, content);
    }

    private Shape? Complete(Dim?[]? inferred, Dim?[]? declared)
    {
        if ((inferred ?? declared) is not { } dims) return null;
        var completes = inferred is not null && declared?.Length == inferred.Length;
        var complete = new Dim[dims.Length];
        for (var i = 0; i < dims.Length; i++) complete[i] = (completes ? Better(dims[i], declared![i]) : dims[i]) ?? NewSymbol();
        return new([.. complete]);
    }

    private static Dim? Better(Dim? inferred, Dim? declared) =>
        inferred is null || (inferred.IsAnonymous && declared?.Size is not null) ? declared : inferred;

    private Dim NewSymbol() => Dim.Of(new SymbolFactor(++_symbols));

    private static Dim?[]? Declared(Value value)
    {
        foreach (var info in new[] { value.GraphInput, value.Declared, value.GraphOutput })
        {
            if (info?.Type?.TensorType?.Shape is not { } shape) continue;
            // The names of an output's dims are what a user typed for the exporter, who did not check them.
            return DeclaredDims.Read(shape, info == value.GraphOutput ? DimNames.Ignore : DimNames.Trust);
        }
        return null;
    }
}
