namespace BnFold.Cli.Reports;

/// <summary>A node of arithmetic with constants that was folded as well.</summary>
internal sealed record ArithmeticFacts
{
    public required string Node { get; init; }

    public required string? Inside { get; init; }

    public required FoldRoute? Route { get; init; }

    public required IReadOnlyList<HostFacts> Hosts { get; init; }

    public static ArithmeticFacts Of(FoldOutcome outcome) => new()
    {
        Node = outcome.Node,
        Inside = outcome.Inside,
        Route = outcome.Route,
        Hosts = [.. outcome.Hosts.Select(host => new HostFacts(host.Node, host.OpType))],
    };
}
