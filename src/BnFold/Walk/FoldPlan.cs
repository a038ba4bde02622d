using System.Collections.Immutable;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>A way to fold one site, as data: what changes where, who takes the affine in, and what it costs.</summary>
internal sealed record FoldPlan(GraphEdit Edit, FoldRoute Route, ImmutableArray<Node> Hosts)
{
    /// <summary>The operators on the way and what each one did, in the order they were asked.</summary>
    public ImmutableArray<TrailStep> Trail { get; init; } = [];

    /// <summary>The nodes of <see cref="Trail"/>.</summary>
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

/// <summary>Collects the passages of one walk.</summary>
internal sealed class PlanBuilder
{
    private readonly Dictionary<Node, NodeRewrite> _rewrites = [];
    private readonly List<Node> _rewriteOrder = [];
    private readonly List<NodeRemoval> _removals = [];
    private readonly List<NodeInsertion> _insertions = [];
    private readonly List<Value> _changed = [];
    private readonly List<Node> _hosts = [];
    private readonly List<TrailStep> _trail = [];
    private readonly List<Node> _path = [];

    public IReadOnlyList<Node> Hosts => _hosts;

    public IReadOnlyList<TrailStep> Trail => _trail;

    public IReadOnlyList<Node> Path => _path;

    public void Change(Value value) => _changed.Add(value);

    public void AddHost(Node node) => _hosts.Add(node);

    public void Insert(NodeInsertion insertion) => _insertions.Add(insertion);

    public void Remove(NodeRemoval removal) => _removals.Add(removal);

    /// <summary>False when two parts of the walk want to rewrite the same input.</summary>
    public bool TryAdd(Node node, SweepDirection direction, Passage.Open passage)
    {
        if (passage.Rewrite is { } rewrite && !TryRewrite(rewrite)) return false;
        if (passage.Removal is { } removal) _removals.Add(removal);
        if (passage.Insertion is { } insertion) _insertions.Add(insertion);
        if (passage.IsHost) _hosts.Add(node);
        _trail.Add(TrailStep.Of(node, direction, passage));
        _path.Add(node);
        return true;
    }

    public bool TryRewrite(NodeRewrite rewrite)
    {
        if (!_rewrites.TryGetValue(rewrite.Node, out var earlier))
        {
            _rewrites.Add(rewrite.Node, rewrite);
            _rewriteOrder.Add(rewrite.Node);
            return true;
        }
        if (earlier.Constants.Any(c => rewrite.Constants.Any(r => r.Input == c.Input)) || earlier.OpType is not null || rewrite.OpType is not null) return false;
        _rewrites[rewrite.Node] = earlier with
        {
            Constants = [.. earlier.Constants, .. rewrite.Constants],
            Attributes = [.. earlier.Attributes, .. rewrite.Attributes],
        };
        return true;
    }

    /// <summary>Removals go from upstream to downstream, so that each run of them merges into its first value.</summary>
    public GraphEdit Build() => new()
    {
        Rewrites = [.. _rewriteOrder.Select(n => _rewrites[n])],
        Removals = [.. _removals.OrderBy(static r => r.Node.Order)],
        Insertions = [.. _insertions],
        Changed = [.. _changed],
    };
}
