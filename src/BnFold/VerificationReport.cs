namespace BnFold;

/// <summary>What a comparison of two models found.</summary>
public sealed record VerificationReport
{
    /// <summary>What it came to.</summary>
    public required VerificationVerdict Verdict { get; init; }

    /// <summary>Why the models don't agree, or why nothing could be found out, in one line; null when they agree.</summary>
    public string? Reason { get; init; }

    /// <summary>Version of the ONNX Runtime that ran the models.</summary>
    public required string OnnxRuntimeVersion { get; init; }

    /// <summary>Seed of the inputs.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of input sets that were fed.</summary>
    public required int Samples { get; init; }

    /// <summary>What was fed; empty when nothing could be.</summary>
    public IReadOnlyList<VerifyInput> Inputs { get; init; } = [];

    /// <summary>Sizes of symbolic dimensions, by symbol, that nothing settled and that were found by trying.</summary>
    public IReadOnlyDictionary<string, long> FoundSizes { get; init; } = new Dictionary<string, long>();

    /// <summary>Outputs of both models beside what <see cref="InputSet.ExpectedOutputs"/> says, as they are written.</summary>
    public IReadOnlyList<ExpectedOutput> ExpectedOutputs { get; init; } = [];

    /// <summary>The outputs, both models run as they are written, without optimisation.</summary>
    public IReadOnlyList<ValueComparison> Outputs { get; init; } = [];

    /// <summary>The outputs again, of the other model as ONNX Runtime optimises it by default.</summary>
    public IReadOnlyList<ValueComparison> OptimizedOutputs { get; init; } = [];

    /// <summary>Every value that both models have and compute differently, in the original's order.</summary>
    public IReadOnlyList<SiteComparison> Sites { get; init; } = [];

    /// <summary>The sites held against the exact values. Evidence of how good a fold is; the verdict doesn't depend on it.</summary>
    public TruthSummary Truth => TruthSummary.Of(Sites);

    /// <summary>
    /// How many further values of the same name both models compute alike: by the same nodes, with equal constants, from the same values.
    /// With the sites these are all values that both have: if each site agrees, so does everything that follows from them.
    /// </summary>
    public int AlikeValues { get; init; }

    /// <summary>Names that stand for different values in the two models; only with <see cref="VerifyOptions.AllowReusedNames"/>.</summary>
    public IReadOnlyList<ReusedName> ReusedNames { get; init; } = [];

    /// <summary>
    /// Whether ONNX Runtime can't run the original as a whole, so that each place where the models differ was compared by itself, on noise,
    /// with the reference implementation for BatchNormalizations that ONNX Runtime has no kernel for.
    /// </summary>
    public bool SiteBySite { get; init; }

    /// <summary>Values that the models compute differently and that could not be compared, with the reason, in the original's order.</summary>
    public IReadOnlyList<UnverifiedSite> UnverifiedSites { get; init; } = [];

    /// <summary>The first value, in the original's order, that is beyond its limit; null when none is.</summary>
    public ValueComparison? FirstDifference { get; init; }

    /// <summary>Things a user should know that change nothing, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
