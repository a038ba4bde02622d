namespace BnFold.Cli.Reports;

/// <summary>A constant of a host, before all folds and after.</summary>
internal sealed record WeightFacts
{
    public required string Node { get; init; }

    public required string OpType { get; init; }

    public required int Input { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<long> Dims { get; init; }

    public required RangeFacts? Before { get; init; }

    public required RangeFacts? After { get; init; }

    public static WeightFacts Of(WeightChange change) => new()
    {
        Node = change.Host.Node,
        OpType = change.Host.OpType,
        Input = change.Input,
        Type = change.Type,
        Dims = change.Dims,
        Before = RangeFacts.Of(change.Before),
        After = RangeFacts.Of(change.After),
    };
}
