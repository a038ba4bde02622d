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
        var logarithms = truths.Select(truth => truth.Ratio).OfType<double>().Select(ratio => Math.Log(ratio)).ToArray();
        return new()
        {
            Sites = sites.Count,
            Known = truths.Length,
            OtherCloser = truths.Count(truth => truth.Closer == CloserModel.Other),
            OriginalCloser = truths.Count(truth => truth.Closer == CloserModel.Original),
            MeanRatio = logarithms.Length > 0 ? Math.Exp(logarithms.Average()) : null,
        };
    }
}
