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

    /// <summary>
    /// What keeps a removal from being made: its output is known by name to others, and its input, known so itself, can't take that name.
    /// </summary>
    public Obstacle? Conflict()
    {
        // Null where a new constant takes the place.
        var survivors = new Dictionary<Value, Value?>();
        var named = new HashSet<Value>();
        foreach (var removal in Removals)
        {
            var gone = removal.Output;
            var isRewritten = Rewrites.Any(rewrite => rewrite.Node == removal.Node && rewrite.Constants.Any(constant => constant.Input == removal.DataInput));
            var kept = survivors[gone] = isRewritten ? null : survivors.GetValueOrDefault(removal.Input, removal.Input);
            if (kept is not null && gone.Uses.Any(use => use.Node.Scope != kept.Scope && use.Node.Scope.Find(kept.Name) != kept))
                return new(SkipReason.ScopeBoundary, $"value {gone} is read inside a body that has a {kept} of its own");
            if (!gone.IsPinned) continue;
            if (kept is null or { Producer: null, GraphInput: null }) return new(SkipReason.GraphOutput, $"value {gone}, which its graph returns, would be a constant");
            if (kept.Scope != gone.Scope) return new(SkipReason.ScopeBoundary, $"value {gone}, which its graph returns, would be {kept} of the graph around it");
            if (kept.GraphInput is not null) return new(SkipReason.GraphInput, $"value {gone}, which its graph returns, would be its input {kept}");
            if (kept.IsPinned || !named.Add(kept)) return new(SkipReason.GraphOutput, $"values {kept} and {gone} are both returned by their graphs");
        }
        return null;
    }
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

/// <summary>A node that goes: readers of its first output read what it reads at <see cref="DataInput"/> when the edit is made.</summary>
internal sealed record NodeRemoval(Node Node, int DataInput)
{
    /// <summary>What it reads before the edit.</summary>
    public Value Input { get; } = Node.Input(DataInput)!;

    public Value Output { get; } = Node.Output(0)!;
}

/// <summary>A node with one constant operand put between a node's first output and its readers.</summary>
internal sealed record NodeInsertion(Node After, string OpType, NewConstant Operand);
