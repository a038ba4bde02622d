using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>One BatchNormalization on its way from "not looked at" to an outcome.</summary>
internal sealed class SiteState(Node node)
{
    private Obstacle? _backward;
    private Obstacle? _forward;
    private Obstacle? _unreadable;

    public Node Node { get; } = node;

    /// <summary>Kept apart from the node, whose operator a stand-in changes.</summary>
    public bool IsBatchNorm { get; } = node.Is("BatchNormalization");

    public FoldPlan? Plan { get; set; }

    public int? Channels { get; set; }

    public void Unreadable(Obstacle obstacle) => _unreadable = obstacle;

    /// <summary>Remembers what stopped a route; the plain routes explain more than those that come after.</summary>
    public void Stopped(FoldRoute route, Obstacle? obstacle)
    {
        _unreadable = null;
        if (route is FoldRoute.Backward) _backward = obstacle;
        if (route is FoldRoute.Forward) _forward = obstacle;
    }

    /// <summary>Notes the weights this fold made, in the order of the folds.</summary>
    public void ClaimWeights(Dictionary<Onnx.Payload, string> owners)
    {
        foreach (var constant in Plan?.Edit.Rewrites.SelectMany(r => r.Constants) ?? []) owners[constant.Value.Payload] = Node.Name;
    }

    public FoldOutcome ToOutcome()
    {
        var outcome = new FoldOutcome { Node = Node.Name, Inside = Node.Scope.Owner?.ToString(), Channels = Channels };
        if (Plan is { } plan)
        {
            return outcome with
            {
                Route = plan.Route,
                Hosts = [.. plan.Hosts.Select(h => new FoldHost(h.Name, h.OpType))],
            };
        }
        var reason = _unreadable ?? _backward ?? _forward ?? throw new InvalidOperationException($"{Node} has no outcome");
        return outcome with
        {
            Reason = reason.Reason,
            Detail = reason.Detail,
            ForwardDetail = _unreadable is null && _backward is not null ? _forward?.Detail : null,
            Hint = SkipHints.For(reason.Reason),
        };
    }
}
