using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>An operator's answer to an affine. It changes nothing; the walk puts passages together to a plan.</summary>
internal abstract record Passage
{
    private Passage() { }

    public static Passage Blocked(Node node, SkipReason reason, string detail) => new BlockedPassage(Obstacle.At(node, reason, detail));

    /// <summary>The affine ends here: the node's constants take it in.</summary>
    public static Passage Absorbed(NodeRewrite rewrite) => new Open { Rewrite = rewrite, IsHost = true };

    /// <summary>The affine goes on at another value, the node as it is.</summary>
    public static Passage Carried(int index, Affine affine) => new Open { Onward = [new(index, affine)] };

    public static Passage Carried(params ReadOnlySpan<Onward> onward) => new Open { Onward = [.. onward] };

    /// <summary>A part ends here, the rest goes on.</summary>
    public static Passage Shared(NodeRewrite rewrite, params ReadOnlySpan<Onward> onward) =>
        new Open { Rewrite = rewrite, IsHost = true, Onward = [.. onward] };

    /// <summary>The node is itself an affine and becomes part of the one that goes on: it disappears.</summary>
    public static Passage Composed(Node node, int dataInput, int index, Affine affine) =>
        new Open { Removal = new(node, dataInput), Onward = [new(index, affine)] };

    public sealed record BlockedPassage(Obstacle Obstacle) : Passage;

    public sealed record Open : Passage
    {
        public NodeRewrite? Rewrite { get; init; }

        public NodeRemoval? Removal { get; init; }

        public NodeInsertion? Insertion { get; init; }

        public bool IsHost { get; init; }

        public ImmutableArray<Onward> Onward { get; init; } = [];
    }
}

/// <summary>An affine handed on: to an input of the node on the way back, to an output on the way forward.</summary>
internal sealed record Onward(int Index, Affine Affine);
