namespace BnFold;

/// <summary>
/// A value that the two models compute differently from the same values. It was computed by both from the original's own intermediate
/// results, so that what went wrong elsewhere doesn't show here, and what goes wrong here shows undiluted.
/// </summary>
public sealed record SiteComparison
{
    /// <summary>The value, fed with the same in both models.</summary>
    public required ValueComparison Value { get; init; }

    /// <summary>Names of the original's BatchNormalizations that it depends on and that are thereby checked.</summary>
    public required IReadOnlyList<string> BatchNormalizations { get; init; }

    /// <summary>Operators and names of the nodes that compute it in the original, in order.</summary>
    public required IReadOnlyList<string> OriginalNodes { get; init; }

    /// <summary>Operators and names of the nodes that compute it in the other model, in order.</summary>
    public required IReadOnlyList<string> OtherNodes { get; init; }

    /// <summary>How far both models are from the exact value; null where that could not be computed.</summary>
    public SiteTruth? Truth { get; init; }

    /// <summary>Why there is no <see cref="Truth"/>, as in <c>operator Resize</c>; null where there is.</summary>
    public string? TruthObstacle { get; init; }
}
