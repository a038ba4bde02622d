namespace BnFold.Cli.Reports;

/// <summary>The options of a comparison, defaults included.</summary>
internal sealed record VerifyOptionFacts
{
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

    public static VerifyOptionFacts Of(VerifyOptions options) => new()
    {
        Shapes = options.Shapes,
        Dims = options.Dims,
        Samples = options.Samples,
        Seed = options.Seed,
        AbsoluteTolerance = options.AbsoluteTolerance,
        RelativeTolerance = options.RelativeTolerance,
        Strict = options.Strict,
        CustomOps = options.CustomOpLibraries,
        Threads = options.Threads,
        MemoryBytes = options.MemoryLimit,
    };
}
