namespace BnFold.Cli.Reports;

/// <summary>The graph around a fold.</summary>
internal sealed record GraphFacts
{
    public required IReadOnlyList<GraphNodeFacts> Nodes { get; init; }

    public required IReadOnlyList<LinkFacts> Links { get; init; }

    public required int Omitted { get; init; }

    public static GraphFacts? Of(GraphExcerpt? excerpt) => excerpt is null ? null : new()
    {
        Nodes = [.. excerpt.Nodes.Select(node => new GraphNodeFacts(node.Name, node.OpType, node.Role))],
        Links = [.. excerpt.Links.Select(link => new LinkFacts(link.From, link.To))],
        Omitted = excerpt.Omitted,
    };
}
