using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>A value of one graph: a name, who makes it and who reads it. What it holds (a tensor) is known only for constants.</summary>
internal sealed class Value(GraphScope scope, string name)
{
    public GraphScope Scope { get; } = scope;

    public string Name { get; set; } = name;

    public Node? Producer { get; set; }

    /// <summary>Every reader, those in subgraph bodies included, in the order of the file.</summary>
    public SortedSet<Use> Uses { get; } = new(Use.ByPosition);

    public TensorProto? Initializer { get; set; }

    public SparseTensorProto? Sparse { get; set; }

    public ValueInfoProto? GraphInput { get; set; }

    public ValueInfoProto? GraphOutput { get; set; }

    /// <summary>The file gives quantization parameters for it.</summary>
    public bool IsAnnotated { get; set; }

    /// <summary>The entry of value_info that declares its type and shape.</summary>
    public ValueInfoProto? Declared { get; set; }

    /// <summary>The declared type and shape, wherever the file declares it.</summary>
    public TypeProto? Type => (GraphInput ?? GraphOutput ?? Declared)?.Type;

    /// <summary>The element type, once it was found out; no edit changes it.</summary>
    public ElementType? ElementType { get; set; }

    public bool IsGraphOutput => GraphOutput is not null;

    /// <summary>Known by its name beyond the nodes: it is an output of the graph, or a body returns it as it is.</summary>
    public bool IsPinned => IsGraphOutput || Uses.Any(static use => use.Input < 0);

    public override string ToString() => $"'{Name}'";
}
