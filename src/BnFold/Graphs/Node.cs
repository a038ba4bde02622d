using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>One node of a graph, with the values it reads and makes.</summary>
internal sealed class Node(GraphScope scope, NodeProto proto, int id)
{
    /// <summary>Producers before readers, within one graph.</summary>
    public static readonly Comparer<Node> ByOrder = Comparer<Node>.Create(static (a, b) =>
        a.Order != b.Order ? a.Order.CompareTo(b.Order) : a.Id.CompareTo(b.Id));

    private readonly List<Value?> _inputs = [];
    private readonly List<Value?> _outputs = [];

    public GraphScope Scope { get; } = scope;

    public NodeProto Proto { get; } = proto;

    /// <summary>Unique in the model, in the order nodes were met; only for ordering.</summary>
    public int Id { get; } = id;

    /// <summary>Position in a topological order of its graph.</summary>
    public long Order { get; set; }

    public bool IsRemoved { get; set; }

    public string OpType => Proto.OpType;

    /// <summary>True for operators of the ai.onnx domain.</summary>
    public bool IsStandard => Proto.IsOnnx;

    /// <summary>The node's name; an unnamed one goes by the name of its first output, as the file had it.</summary>
    public string Name { get; } = proto.Label;

    public IReadOnlyList<Value?> Inputs => _inputs;

    public IReadOnlyList<Value?> Outputs => _outputs;

    /// <summary>Version of the ai.onnx operator set the model imports.</summary>
    public long Opset => Scope.View.Opset;

    public bool Is(string opType) => OpType == opType && IsStandard;

    public long? Int(string attribute) => Proto.Int(attribute);

    public float? Float(string attribute) => Proto.Float(attribute);

    public string? String(string attribute) => Proto.String(attribute);

    public IReadOnlyList<long>? Ints(string attribute) => Proto.Ints(attribute);

    public TensorProto? Tensor(string attribute) => Proto.Tensor(attribute);

    /// <summary>The value at an input; null when it is left out (an empty name, or beyond the last).</summary>
    public Value? Input(int index) => index < _inputs.Count ? _inputs[index] : null;

    public Value? Output(int index) => index < _outputs.Count ? _outputs[index] : null;

    public int IndexOfOutput(Value value) => _outputs.IndexOf(value);

    public override string ToString() => $"{OpType} '{Name}'";

    internal void SetInput(int index, Value? value)
    {
        while (_inputs.Count <= index) _inputs.Add(null);
        if (_inputs[index] is { } old) old.Uses.Remove(new(this, index));
        _inputs[index] = value;
        value?.Uses.Add(new(this, index));
    }

    internal void SetOutput(int index, Value? value)
    {
        while (_outputs.Count <= index) _outputs.Add(null);
        _outputs[index] = value;
        if (value is not null) value.Producer = this;
    }

    /// <summary>Lets one use read another value.</summary>
    internal void Redirect(Use use, Value value)
    {
        if (use.Input >= 0) SetInput(use.Input, value);
        else value.Uses.Add(use);
    }

    /// <summary>Drops trailing inputs that are left out.</summary>
    internal void TrimInputs()
    {
        while (_inputs.Count > 0 && _inputs[^1] is null) _inputs.RemoveAt(_inputs.Count - 1);
    }

    /// <summary>Drops outputs that nobody reads.</summary>
    internal void TrimOutputs(int count)
    {
        foreach (var dropped in _outputs.Skip(count)) dropped?.Scope.Forget(dropped);
        if (_outputs.Count > count) _outputs.RemoveRange(count, _outputs.Count - count);
    }

    /// <summary>Writes the names of its values back to the file's node.</summary>
    internal void WriteNames()
    {
        Write(Proto.Input, _inputs);
        Write(Proto.Output, _outputs);
    }

    private static void Write(Google.Protobuf.Collections.RepeatedField<string> names, List<Value?> values)
    {
        names.Clear();
        names.AddRange(values.Select(v => v?.Name ?? ""));
    }
}
