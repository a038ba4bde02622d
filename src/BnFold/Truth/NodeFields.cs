using BnFold.Onnx;

namespace BnFold.Truth;

/// <summary>A node with what it reads, as the definitions of operators ask for it.</summary>
internal sealed class NodeFields(
    NodeProto node, int output, long opset, Func<string, Field> resolve, Func<TensorProto, Field> read, Effort effort)
{
    /// <summary>Which of the node's outputs is wanted.</summary>
    public int Output => output;

    /// <summary>How many outputs there are, those left out included.</summary>
    public int Outputs => node.Output.Count;

    public string Operator => node.OpType;

    public long Opset => opset;

    public Effort Effort => effort;

    public string AutoPad => node.String("auto_pad") is { Length: > 0 } way ? way : "NOTSET";

    /// <summary>All inputs that are given.</summary>
    public IEnumerable<Field> Inputs => node.Input.Where(name => name.Length > 0).Select(resolve);

    /// <exception cref="NoDefinitionException">It is left out, or can't be computed.</exception>
    public Field Input(int index) => InputOrNull(index) ?? throw new NoDefinitionException($"{node.OpType} without its input {index}");

    public Field? InputOrNull(int index) => node.InputOrNull(index) is { } name ? resolve(name) : null;

    public long? Int(string attribute) => node.Int(attribute);

    public double Float(string attribute, float otherwise) => node.Float(attribute) ?? otherwise;

    public string? String(string attribute) => node.String(attribute);

    public long[]? Ints(string attribute) => node.Ints(attribute)?.ToArray();

    /// <summary>Integers that are an input in later operator sets and an attribute in earlier ones; null where they are left out.</summary>
    public long[]? Integers(int input, string attribute) =>
        InputOrNull(input) is { } field ? [.. field.ToArray().Select(value => (long)value)] : Ints(attribute);

    /// <summary>What a Constant holds.</summary>
    public Field Value() => Given() switch
    {
        { Name: "value", T: { } tensor } => read(tensor),
        { Name: "value_float" } given => new ValuesField([], given.F),
        { Name: "value_floats" } given => new ValuesField([given.Floats.Count], [.. given.Floats.Select(value => (double)value)]),
        { Name: "value_int" } given => new ValuesField([], given.I),
        { Name: "value_ints" } given => ValuesField.Vector(given.Ints),
        _ => throw new NoDefinitionException($"this form of {node.OpType}"),
    };

    /// <summary>A tensor attribute; null when absent.</summary>
    public Field? Tensor(string attribute) => node.Tensor(attribute) is { } tensor ? read(tensor) : null;

    /// <summary>Outputs after the first that have a name.</summary>
    public int FurtherOutputs => node.Output.Skip(1).Count(name => name.Length > 0);

    private AttributeProto? Given() => node.Attribute.Count == 1 ? node.Attribute[0] : null;
}
