using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>Collects the passages of one walk.</summary>
internal sealed class PlanBuilder
{
    private readonly Dictionary<Node, NodeRewrite> _rewrites = [];
    private readonly List<Node> _rewriteOrder = [];
    private readonly List<NodeRemoval> _removals = [];
    private readonly List<NodeInsertion> _insertions = [];
    private readonly List<Value> _changed = [];
    private readonly List<Node> _hosts = [];
    private readonly List<Node> _path = [];

    public IReadOnlyList<Node> Hosts => _hosts;

    public IReadOnlyList<Node> Path => _path;

    public void Change(Value value) => _changed.Add(value);

    public void AddHost(Node node) => _hosts.Add(node);

    public void Insert(NodeInsertion insertion) => _insertions.Add(insertion);

    public void Remove(NodeRemoval removal) => _removals.Add(removal);

    /// <summary>False when two parts of the walk want to rewrite the same input.</summary>
    public bool TryAdd(Node node, Passage.Open passage)
    {
        if (passage.Rewrite is { } rewrite && !TryRewrite(rewrite)) return false;
        if (passage.Removal is { } removal) _removals.Add(removal);
        if (passage.Insertion is { } insertion) _insertions.Add(insertion);
        if (passage.IsHost) _hosts.Add(node);
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
