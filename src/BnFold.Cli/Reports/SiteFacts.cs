namespace BnFold.Cli.Reports;

/// <summary>A value that the two models compute differently, compared by itself on the original's own intermediate results.</summary>
internal sealed record SiteFacts
{
    public required ValueFacts Value { get; init; }

    public required IReadOnlyList<string> BatchNormalizations { get; init; }

    public required IReadOnlyList<string> OriginalNodes { get; init; }

    public required IReadOnlyList<string> FoldedNodes { get; init; }

    public SiteTruthFacts? Truth { get; init; }

    public string? TruthObstacle { get; init; }

    public static SiteFacts Of(SiteComparison site) => new()
    {
        Value = ValueFacts.Of(site.Value),
        BatchNormalizations = site.BatchNormalizations,
        OriginalNodes = site.OriginalNodes,
        FoldedNodes = site.OtherNodes,
        Truth = site.Truth is { } truth ? SiteTruthFacts.Of(truth) : null,
        TruthObstacle = site.TruthObstacle,
    };
}
