using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>One BatchNormalization, or one node of arithmetic, on its way from "not looked at" to an outcome.</summary>
internal sealed class SiteState(Node node)
{
    private Obstacle? _unreadable;

    public Node Node { get; } = node;

    /// <summary>Kept apart from the node, whose operator a stand-in changes.</summary>
    public bool IsBatchNorm { get; } = node.Is("BatchNormalization");

    public FoldPlan? Plan { get; set; }

    public int? Channels { get; set; }

    /// <summary>What stopped the plain way back.</summary>
    public Obstacle? Backward { get; private set; }

    /// <summary>What stopped the plain way forward.</summary>
    public Obstacle? Forward { get; private set; }

    public void Unreadable(Obstacle obstacle) => _unreadable = obstacle;

    /// <summary>Remembers what stopped a route; the plain routes explain more than those that come after.</summary>
    public void Stopped(FoldRoute route, Obstacle? obstacle)
    {
        _unreadable = null;
        if (route is FoldRoute.Backward) Backward = obstacle;
        if (route is FoldRoute.Forward) Forward = obstacle;
    }

    public FoldOutcome ToOutcome(FoldOptions options)
    {
        var outcome = new FoldOutcome { Node = Node.Name, Inside = Node.Scope.Owner?.ToString(), Channels = Channels };
        if (Plan is { } plan)
        {
            return outcome with
            {
                Route = plan.Route,
                Hosts = [.. plan.Hosts.Select(h => new FoldHost(h.Name, h.OpType))],
                GraphBefore = plan.Before,
                GraphAfter = plan.After,
            };
        }
        // Swept with a reader that nobody read.
        if (Node.IsRemoved) return outcome with { Route = FoldRoute.Unread };
        var reason = _unreadable ?? Backward ?? Forward ?? throw new InvalidOperationException($"{Node} has no outcome");
        return outcome with
        {
            Reason = reason.Reason,
            Detail = Detail(reason, options),
            ForwardDetail = _unreadable is null && Backward is not null ? Forward?.Detail : null,
            Hint = SkipHints.For(reason.Reason, options, Node),
        };
    }

    private string Detail(Obstacle reason, FoldOptions options)
    {
        var isAsked = reason.Reason is SkipReason.TrainingMode && options.AssumeInference;
        if (!isAsked || InferenceForm.NeededStatistics(Node) is not { } output) return reason.Detail;
        var need = output.IsGraphOutput ? "an output of the model" : "read";
        return $"{reason.Detail}; it can't be taken for inference, since its running statistics {output} are {need}";
    }
}
