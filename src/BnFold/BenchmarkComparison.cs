namespace BnFold;

/// <summary>A model against the original. Ratios are original/other: above 1, the other is faster, or smaller.</summary>
public sealed record BenchmarkComparison
{
    /// <summary>The other model's .onnx file.</summary>
    public required string Path { get; init; }

    /// <summary>What the latencies at the default level say.</summary>
    public required BenchmarkVerdict Verdict { get; init; }

    /// <summary>Latency at the default level.</summary>
    public required RatioInterval Default { get; init; }

    /// <summary>Latency at level 0; null if it wasn't measured.</summary>
    public RatioInterval? Unoptimized { get; init; }

    /// <summary>Time to open a session at the default level.</summary>
    public required RatioInterval Load { get; init; }

    /// <summary>The same at level 0; null if it wasn't measured.</summary>
    public RatioInterval? UnoptimizedLoad { get; init; }

    /// <summary>Share of the original's time, as profiled at the default level, that its BatchNormalizations take.</summary>
    public required double BatchNormShare { get; init; }

    /// <summary>BatchNormalizations of the original that run at the default level, dearest first, and what they cost in the other model.</summary>
    public IReadOnlyList<NodeCostChange> BatchNormalizations { get; init; } = [];

    /// <summary>All other nodes that are in one of the models only, or cost more or less in one; largest change first.</summary>
    public IReadOnlyList<NodeCostChange> OtherNodes { get; init; } = [];
}
