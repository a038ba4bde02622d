using BnFold.Cli.Folding;

namespace BnFold.Cli.Reports;

/// <summary>The options of a run, defaults included.</summary>
internal sealed record OptionFacts
{
    public required bool DryRun { get; init; }

    public required bool Verify { get; init; }

    public required bool FreezeInputs { get; init; }

    public required bool BnOnly { get; init; }

    public required bool MergeBranches { get; init; }

    public required bool AssumeInference { get; init; }

    public required StandIns StandIn { get; init; }

    public required IReadOnlyList<string> Only { get; init; }

    public required IReadOnlyList<string> Keep { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; }

    public required IReadOnlyDictionary<string, long> Dims { get; init; }

    public required int Samples { get; init; }

    public required int Seed { get; init; }

    public required double? AbsoluteTolerance { get; init; }

    public required double? RelativeTolerance { get; init; }

    public required bool Strict { get; init; }

    public required IReadOnlyList<string> CustomOps { get; init; }

    public required int Threads { get; init; }

    public required long MemoryBytes { get; init; }

    public static OptionFacts Of(FoldRequest request) => new()
    {
        DryRun = request.DryRun,
        Verify = request.Verify,
        FreezeInputs = request.Folding.FreezeInputs,
        BnOnly = request.Folding.BatchNormOnly,
        MergeBranches = request.Folding.MergeBranches,
        AssumeInference = request.Folding.AssumeInference,
        StandIn = request.Folding.StandIns,
        Only = request.Folding.Only,
        Keep = request.Folding.Keep,
        Shapes = request.Verification.Shapes,
        Dims = request.Verification.Dims,
        Samples = request.Verification.Samples,
        Seed = request.Verification.Seed,
        AbsoluteTolerance = request.Verification.AbsoluteTolerance,
        RelativeTolerance = request.Verification.RelativeTolerance,
        Strict = request.Verification.Strict,
        CustomOps = request.Verification.CustomOpLibraries,
        Threads = request.Verification.Threads,
        MemoryBytes = request.Verification.MemoryLimit,
    };
}
