using System.Collections.Immutable;
using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>A way to fold one site, as data: what changes where, who takes the affine in, and what it costs.</summary>
internal sealed record FoldPlan(GraphEdit Edit, FoldRoute Route, ImmutableArray<Node> Hosts)
{
    /// <summary>The operators on the way, in the order they were asked.</summary>
    public ImmutableArray<Node> Path { get; init; } = [];

    /// <summary>The graph around the fold before and after it; null unless a report asks.</summary>
    public GraphExcerpt? Before { get; init; }

    public GraphExcerpt? After { get; init; }

    /// <summary>Nodes the graph loses.</summary>
    public int NodesSaved => Edit.Removals.Length - Edit.Insertions.Length;

    /// <summary>Elements by which rewritten constants are larger than those they take the place of.</summary>
    public long Growth => Edit.Rewrites.Sum(static r => r.Constants.Sum(c => Math.Max(0, c.Value.Count - Replaced(r.Node, c.Input))));

    /// <summary>Elements of the largest rewritten constant that others read too: for them the old one stays, beside the new.</summary>
    public long LargestCopy => Edit.Rewrites
        .SelectMany(static r => r.Constants.Where(c => IsShared(r.Node.Input(c.Input))).Select(c => Replaced(r.Node, c.Input)))
        .DefaultIfEmpty().Max();

    private static long Replaced(Node node, int input) => node.Scope.View.Constants.Find(node.Input(input))?.Count ?? 0;

    /// <summary>Exporters put an Identity between a weight and each of its readers but one.</summary>
    private static bool IsShared(Value? value)
    {
        if (value is null) return false;
        return value.IsGraphOutput || value.Uses.Count > 1 || (value.Producer is { } node && node.Is("Identity") && IsShared(node.Input(0)));
    }
}
