namespace BnFold;

/// <summary>All sites of a comparison beside the exact values.</summary>
public sealed record TruthSummary
{
    /// <summary>Number of sites.</summary>
    public required int Sites { get; init; }

    /// <summary>How many of them have a <see cref="SiteComparison.Truth"/>.</summary>
    public required int Known { get; init; }

    /// <summary>At how many the other model is closer to the exact value.</summary>
    public required int OtherCloser { get; init; }

    /// <summary>At how many the original is.</summary>
    public required int OriginalCloser { get; init; }

    /// <summary>Geometric mean of <see cref="SiteTruth.Ratio"/> over the sites that have one; null where none has.</summary>
    public required double? MeanRatio { get; init; }

    internal static TruthSummary Of(IReadOnlyList<SiteComparison> sites)
    {
        var truths = sites.Select(site => site.Truth).OfType<SiteTruth>().ToArray();
        var (sum, count) = (0.0, 0);
        foreach (var truth in truths)
        {
            if (truth.Ratio is not { } ratio) continue;
            sum += Math.Log(ratio);
            count++;
        }
        return new()
        {
            Sites = sites.Count,
            Known = truths.Length,
            OtherCloser = truths.Count(truth => truth.Closer == CloserModel.Other),
            OriginalCloser = truths.Count(truth => truth.Closer == CloserModel.Original),
            MeanRatio = count > 0 ? Math.Exp(sum / count) : null,
        };
    }
}
