using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>A change of the graph as data. Nothing happens until <see cref="GraphView.Apply"/>, which cannot fail half-way.</summary>
internal sealed record GraphEdit
{
    public ImmutableArray<NodeRewrite> Rewrites { get; init; } = [];

    public ImmutableArray<NodeRemoval> Removals { get; init; } = [];

    public ImmutableArray<NodeInsertion> Insertions { get; init; } = [];

    /// <summary>Values that will hold other numbers, and so get other names.</summary>
    public ImmutableArray<Value> Changed { get; init; } = [];
}

/// <summary>New constants, attributes or another operator for a node that stays.</summary>
internal sealed record NodeRewrite(Node Node)
{
    public ImmutableArray<NewConstant> Constants { get; init; } = [];

    public string? OpType { get; init; }

    /// <summary>Attributes to set, in place of those of the same name.</summary>
    public ImmutableArray<AttributeProto> Attributes { get; init; } = [];

    public bool DropsOtherAttributes { get; init; }

    /// <summary>Number of inputs to keep; the rest is cut off. Null keeps all.</summary>
    public int? InputCount { get; init; }

    /// <summary>Number of outputs to keep; the rest, which nobody reads, is cut off. Null keeps all.</summary>
    public int? OutputCount { get; init; }
}

/// <summary>A constant for one input of a node; the new initializer's name is made from the hint.</summary>
internal sealed record NewConstant(int Input, Constant Value, string Hint);

/// <summary>A node that goes: readers of <see cref="Output"/> read <see cref="Input"/> instead.</summary>
internal sealed record NodeRemoval(Node Node, Value Input, Value Output);

/// <summary>A node with one constant operand put between a node's first output and its readers.</summary>
internal sealed record NodeInsertion(Node After, string OpType, NewConstant Operand);
