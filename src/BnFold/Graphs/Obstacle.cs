namespace BnFold.Graphs;

/// <summary>What stands in the way of a fold: a stable reason, and a sentence that names nodes and values.</summary>
internal sealed record Obstacle(SkipReason Reason, string Detail)
{
    public static Obstacle At(Node node, SkipReason reason, string detail) => new(reason, $"{node}: {detail}");
}
