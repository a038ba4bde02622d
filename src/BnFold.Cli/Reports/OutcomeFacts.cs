namespace BnFold.Cli.Reports;

/// <summary>What became of one BatchNormalization.</summary>
internal sealed record OutcomeFacts
{
    public required string Node { get; init; }

    public required string? Inside { get; init; }

    public required int? Channels { get; init; }

    public string Outcome => Route is null ? "kept" : "folded";

    public required FoldRoute? Route { get; init; }

    public required IReadOnlyList<HostFacts> Hosts { get; init; }

    public required SkipReason? Reason { get; init; }

    public required string? Detail { get; init; }

    public required string? ForwardDetail { get; init; }

    public required string? Hint { get; init; }

    /// <summary>The graph around it; null when it was kept.</summary>
    public GraphFacts? GraphBefore { get; init; }

    public GraphFacts? GraphAfter { get; init; }

    public static OutcomeFacts Of(FoldOutcome outcome) => new()
    {
        Node = outcome.Node,
        Inside = outcome.Inside,
        Channels = outcome.Channels,
        Route = outcome.Route,
        Hosts = [.. outcome.Hosts.Select(host => new HostFacts(host.Node, host.OpType))],
        Reason = outcome.Reason,
        Detail = outcome.Detail,
        ForwardDetail = outcome.ForwardDetail,
        Hint = outcome.Hint,
        GraphBefore = GraphFacts.Of(outcome.GraphBefore),
        GraphAfter = GraphFacts.Of(outcome.GraphAfter),
    };
}
