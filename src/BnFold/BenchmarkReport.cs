namespace BnFold;

/// <summary>How fast models are, side by side.</summary>
public sealed record BenchmarkReport
{
    /// <summary>As the library itself says, "1.30.0".</summary>
    public required string OnnxRuntimeVersion { get; init; }

    /// <summary>Seed of random inputs and of the order of measurements.</summary>
    public required int Seed { get; init; }

    /// <summary>Threads within an operator; 0 = one per core.</summary>
    public required int Threads { get; init; }

    /// <summary>What was fed, to all models alike; empty if nothing ran.</summary>
    public IReadOnlyList<VerifyInput> Inputs { get; init; } = [];

    /// <summary>The models, the original first; empty if nothing ran.</summary>
    public IReadOnlyList<BenchmarkedModel> Models { get; init; } = [];

    /// <summary>Each other model against the original, in the order given.</summary>
    public IReadOnlyList<BenchmarkComparison> Comparisons { get; init; } = [];

    /// <summary>Why nothing could be measured; null if it could.</summary>
    public string? Failure { get; init; }

    /// <summary>Why nothing could be measured at level 0, though it could at the default level; null if it could or wasn't asked for.</summary>
    public string? UnoptimizedFailure { get; init; }
}
