using BnFold.Cli.Benching;

namespace BnFold.Cli.Reports;

/// <summary>The options of a benchmark, defaults included.</summary>
internal sealed record BenchOptionFacts
{
    public required IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; }

    public required IReadOnlyDictionary<string, long> Dims { get; init; }

    public required int Seed { get; init; }

    public required int Threads { get; init; }

    public required long? BatchSize { get; init; }

    public required int? Runs { get; init; }

    public required double Seconds { get; init; }

    public required bool DefaultLevelOnly { get; init; }

    public required bool MergeBranches { get; init; }

    public required IReadOnlyList<string> CustomOps { get; init; }

    public static BenchOptionFacts Of(BenchRequest request) => new()
    {
        Shapes = request.Options.Inputs.Shapes,
        Dims = request.Options.Inputs.Dims,
        Seed = request.Options.Inputs.Seed,
        Threads = request.Options.Threads,
        BatchSize = request.Options.BatchSize,
        Runs = request.Options.Rounds,
        Seconds = request.Options.TimeBudget.TotalSeconds,
        DefaultLevelOnly = request.Options.DefaultLevelOnly,
        MergeBranches = request.MergeBranches,
        CustomOps = request.Options.Inputs.CustomOpLibraries,
    };
}
