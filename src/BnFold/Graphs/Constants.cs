using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// Which values are known before the model runs: initializers that the caller cannot override, Constant nodes, and expressions over
/// constants. Everything else gets the reason why not.
/// </summary>
internal sealed class Constants(GraphView view)
{
    private readonly Dictionary<Value, (Constant? Constant, Obstacle? Obstacle)> _known = [];

    public ConstantPolicy Policy { get; set; } = new();

    public bool TryGet(Value value, [NotNullWhen(true)] out Constant? constant, [NotNullWhen(false)] out Obstacle? obstacle)
    {
        if (!_known.TryGetValue(value, out var known))
        {
            known = TryResolve(value);
            _known.Add(value, known);
        }
        (constant, obstacle) = known;
        return constant is not null;
    }

    public Constant? Find(Value? value) => value is not null && TryGet(value, out var constant, out _) ? constant : null;

    private (Constant?, Obstacle?) TryResolve(Value value)
    {
        try
        {
            return Resolve(value);
        }
        catch (AttributeException e)
        {
            return No(SkipReason.MalformedNode, $"{value.Producer}: {e.Message}");
        }
        catch (OverflowException)
        {
            return No(SkipReason.NotConstant, $"{value} has more elements than can be evaluated");
        }
    }

    private (Constant?, Obstacle?) Resolve(Value value)
    {
        if (value.Initializer is { } tensor) return OfInitializer(value, tensor);
        if (value.Sparse is { } sparse) return Of(sparse, value.ToString());
        if (value.Producer is not { } node) return No(SkipReason.NotConstant, $"{value} is an input of the graph");
        if (!node.IsStandard) return No(SkipReason.NotConstant, $"{value} is computed by {node}");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return No(SkipReason.NotConstant, $"{value} is a constant expression nested too deeply");
        if (node.Is("Constant")) return OfConstantNode(node);

        var inputs = new Constant?[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } input) continue;
            if (!TryGet(input, out inputs[i], out var obstacle)) return (null, Because(obstacle, value, node));
        }
        if (node.Is("DequantizeLinear")) return Quantization.TryRead(node, inputs, out var quantization, out var unreadable) ? (quantization.ToConstant(), null) : (null, unreadable);
        var (result, failure) = ConstantExpressions.Evaluate(node, inputs) is { } known
            ? (known, null)
            : ConstantEvaluation.Run(view, node, inputs, node.IndexOfOutput(value), Policy.Evaluator);
        return (Array.Exists(inputs, static i => i is { IsQuantized: true }) ? FromQuantized(result) : result, failure);
    }

    /// <summary>Identity hands quantized numbers on as they are; of what other nodes make of them, the integers are lost.</summary>
    private static Constant? FromQuantized(Constant? result) => result is null or { IsQuantized: true }
        ? result
        : new(result.Type, result.Dims, result.Payload) { IsExternal = result.IsExternal, IsFromQuantized = true };

    /// <summary>An overridable initializer keeps its own reason through an expression; for the rest the expression is not constant.</summary>
    private static Obstacle Because(Obstacle obstacle, Value value, Node node) => obstacle.Reason is SkipReason.NotConstant
        ? new(SkipReason.NotConstant, $"{value} is computed by {node} while the model runs")
        : obstacle;

    private (Constant?, Obstacle?) OfInitializer(Value value, TensorProto tensor)
    {
        var isOverridable = value.GraphInput is not null && (view.Model.IrVersion >= 4 || value.Scope.Parent is not null);
        if (isOverridable && !Policy.FreezeInputs)
            return No(SkipReason.OverridableInitializer, $"initializer '{value.Name}' is also a graph input, so a caller may replace it");
        return Of(tensor);
    }

    private (Constant?, Obstacle?) OfConstantNode(Node node)
    {
        foreach (var attribute in node.Proto.Attribute)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.T is { } tensor: return Of(tensor);
                case "sparse_value" when attribute.SparseTensor is { } sparse: return Of(sparse, node.ToString());
                case "value_float": return (Constant.OfDoubles(ElementType.Float, [], [attribute.F]), null);
                case "value_floats": return (Constant.OfDoubles(ElementType.Float, [attribute.Floats.Count], [.. attribute.Floats]), null);
                case "value_int": return (ConstantExpressions.OfIntegers([], [attribute.I]), null);
                case "value_ints": return (ConstantExpressions.OfIntegers([attribute.Ints.Count], [.. attribute.Ints]), null);
            }
        }
        return No(SkipReason.UnsupportedType, $"{node} holds no numeric tensor");
    }

    private (Constant?, Obstacle?) Of(TensorProto proto)
    {
        if ((ElementType)proto.DataType == ElementType.String) return No(SkipReason.UnsupportedType, $"tensor '{proto.Name}' holds text");
        var tensor = view.Model.Read(proto);
        var isExternal = proto.DataLocation == (int)TensorLocation.External;
        return (new(tensor.Type, tensor.Dims, tensor.Payload) { IsExternal = isExternal }, null);
    }

    private (Constant?, Obstacle?) Of(SparseTensorProto sparse, string name) => SparseConstant.Read(view.Model, sparse) is { } dense
        ? (dense, null)
        : No(SkipReason.UnsupportedType, $"{name} is sparse, and not of floating-point numbers, or of very many");

    private static (Constant?, Obstacle?) No(SkipReason reason, string detail) => (null, new(reason, detail));
}
