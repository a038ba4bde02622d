namespace BnFold.Graphs;

/// <summary>What stands in the way of a fold: a stable reason, and a sentence that names nodes and values.</summary>
internal sealed record Obstacle(SkipReason Reason, string Detail)
{
    /// <summary>The operator in the way; null where it is something about a value.</summary>
    public string? OpType { get; private init; }

    public static Obstacle At(Node node, SkipReason reason, string detail) => new(reason, $"{node}: {detail}") { OpType = node.OpType };
}
