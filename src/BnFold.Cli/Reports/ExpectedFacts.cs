namespace BnFold.Cli.Reports;

/// <summary>An output of both models beside what a file says it should be.</summary>
internal sealed record ExpectedFacts
{
    public required string Name { get; init; }

    public required DataFacts File { get; init; }

    public required double Range { get; init; }

    public required double Limit { get; init; }

    public required bool OriginalAgrees { get; init; }

    public required double OriginalDifference { get; init; }

    public required string? OriginalProblem { get; init; }

    /// <summary>Null, as the next, where the folded model could not be run.</summary>
    public required bool? FoldedAgrees { get; init; }

    public required double? FoldedDifference { get; init; }

    public required string? FoldedProblem { get; init; }

    public static ExpectedFacts Of(ExpectedOutput output) => new()
    {
        Name = output.Original.Name,
        File = DataFacts.Of(output.Original.Sample, output.File),
        Range = output.Original.Range,
        Limit = output.Original.Limit,
        OriginalAgrees = output.Original.Agrees,
        OriginalDifference = output.Original.MaxDifference,
        OriginalProblem = output.Original.Problem,
        FoldedAgrees = output.Other?.Agrees,
        FoldedDifference = output.Other?.MaxDifference,
        FoldedProblem = output.Other?.Problem,
    };
}
