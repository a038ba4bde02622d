namespace BnFold.Cli.Reports;

/// <summary>What comparing the two models gave.</summary>
internal sealed record VerificationFacts
{
    public required Verdict Verdict { get; init; }

    public string? Reason { get; init; }

    /// <summary>Version of ONNX Runtime; null where it was not needed, or is not there.</summary>
    public string? OnnxRuntime { get; init; }

    public int? Seed { get; init; }

    public int? Samples { get; init; }

    public IReadOnlyList<InputFacts> Inputs { get; init; } = [];

    /// <summary>Sizes of symbolic dims that were found by trying.</summary>
    public IReadOnlyDictionary<string, long> FoundSizes { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<ExpectedFacts> ExpectedOutputs { get; init; } = [];

    /// <summary>Both models run as they are written.</summary>
    public IReadOnlyList<ValueFacts> Outputs { get; init; } = [];

    /// <summary>The folded model run as ONNX Runtime optimises it.</summary>
    public IReadOnlyList<ValueFacts> OptimizedOutputs { get; init; } = [];

    public IReadOnlyList<SiteFacts> Sites { get; init; } = [];

    public TruthFacts? Truth { get; init; }

    public int AlikeValues { get; init; }

    public bool SiteBySite { get; init; }

    public IReadOnlyList<UnverifiedSite> UnverifiedSites { get; init; } = [];

    public IReadOnlyList<ReusedName> ReusedNames { get; init; } = [];

    public ValueFacts? FirstDifference { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static VerificationFacts Identical { get; } = new() { Verdict = Verdict.Identical };

    public static VerificationFacts NotPossible(string reason) => new() { Verdict = Verdict.NotPossible, Reason = reason };

    public static VerificationFacts Of(VerificationReport report) => new()
    {
        Verdict = report.Verdict switch
        {
            VerificationVerdict.Agrees => Verdict.Agrees,
            VerificationVerdict.Differs => Verdict.Differs,
            _ => Verdict.NotPossible,
        },
        Reason = report.Reason,
        OnnxRuntime = report.OnnxRuntimeVersion,
        Seed = report.Seed,
        Samples = report.Samples,
        Inputs = [.. report.Inputs.Select(InputFacts.Of)],
        FoundSizes = report.FoundSizes,
        ExpectedOutputs = [.. report.ExpectedOutputs.Select(ExpectedFacts.Of)],
        Outputs = [.. report.Outputs.Select(ValueFacts.Of)],
        OptimizedOutputs = [.. report.OptimizedOutputs.Select(ValueFacts.Of)],
        Sites = [.. report.Sites.Select(SiteFacts.Of)],
        Truth = TruthFacts.Of(report.Truth),
        AlikeValues = report.AlikeValues,
        SiteBySite = report.SiteBySite,
        UnverifiedSites = report.UnverifiedSites,
        ReusedNames = report.ReusedNames,
        FirstDifference = report.FirstDifference is { } first ? ValueFacts.Of(first) : null,
        Warnings = report.Warnings,
    };

    /// <summary>The same with the digests of the files that were given.</summary>
    public VerificationFacts WithDigests() => this with
    {
        Inputs = [.. Inputs.Select(input => input.WithDigests())],
        ExpectedOutputs = [.. ExpectedOutputs.Select(output => output with { File = output.File.WithDigest() })],
    };
}
