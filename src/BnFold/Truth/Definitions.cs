using BnFold.Onnx;

namespace BnFold.Truth;

/// <summary>
/// Values of a graph by the definitions of the operators that make them, back to values that are known. It repeats the specification and
/// knows nothing of folding: one mistake can't hide in both.
/// </summary>
/// <param name="producer">The node that makes a value; null for what no node makes.</param>
/// <param name="known">What a value holds, where that is known: what was captured, and initializers.</param>
/// <param name="read">Reads a constant that is an attribute.</param>
/// <param name="opset">Version of ONNX's own operators.</param>
/// <param name="effort">What may be spent.</param>
internal sealed class Definitions(
    Func<string, NodeProto?> producer, Func<string, Field?> known, Func<TensorProto, Field> read, long opset, Effort effort)
{
    private const int MostSteps = 500;

    private readonly Dictionary<string, Field> _fields = new(StringComparer.Ordinal);
    private int _steps;

    /// <summary>What the node that makes a value says it is, whether the value itself is known or not.</summary>
    /// <exception cref="NoDefinitionException">Something on the way is not defined here.</exception>
    public Field Of(string value) => Make(value, producer(value) ?? throw new NoDefinitionException("a value that no node makes"));

    private Field Resolve(string value)
    {
        if (_fields.TryGetValue(value, out var field)) return field;
        return _fields[value] = known(value)
            ?? Make(value, producer(value) ?? throw new NoDefinitionException("a value that nothing makes"));
    }

    private Field Make(string value, NodeProto node)
    {
        if (++_steps > MostSteps) throw new NoDefinitionException("too many operators in a row");
        var name = node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
        var make = PointOperators.Find(name) ?? throw new NoDefinitionException($"operator {name}");
        return effort.Meter(make(new(node, node.Output.IndexOf(value), opset, Resolve, read, effort)));
    }
}
