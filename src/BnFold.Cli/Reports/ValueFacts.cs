namespace BnFold.Cli.Reports;

/// <summary>A value of the original beside that of the folded model, at worst.</summary>
internal sealed record ValueFacts
{
    public required string Name { get; init; }

    public required string? Node { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<long> Dims { get; init; }

    public required bool Agrees { get; init; }

    public required double MaxDifference { get; init; }

    public required double Range { get; init; }

    public required double Limit { get; init; }

    /// <summary>Where the largest difference is; the next three belong to it.</summary>
    public required IReadOnlyList<long> Index { get; init; }

    public required double Original { get; init; }

    public required double Folded { get; init; }

    public required int Sample { get; init; }

    public required string? Problem { get; init; }

    public required string? Excuse { get; init; }

    public static ValueFacts Of(ValueComparison value) => new()
    {
        Name = value.Name,
        Node = value.Node,
        Type = value.Type,
        Dims = value.Dims,
        Agrees = value.Agrees,
        MaxDifference = value.MaxDifference,
        Range = value.Range,
        Limit = value.Limit,
        Index = value.Index,
        Original = value.Original,
        Folded = value.Other,
        Sample = value.Sample,
        Problem = value.Problem,
        Excuse = value.Excuse,
    };
}
