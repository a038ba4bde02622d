namespace BnFold;

/// <summary>How models are timed.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>
    /// Where inputs come from: what is given, shapes, sizes of symbols, the seed (which also orders the measurements) and libraries of
    /// custom operators. Nothing else of it is looked at.
    /// </summary>
    public VerifyOptions Inputs { get; init; } = new();

    /// <summary>
    /// Threads that ONNX Runtime uses within an operator; 0 = one per core. One by default, which repeats best: with several, the times of
    /// small models are those of waking threads.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Size of the first dimension of every input that leaves it open; null for 1, or another where the original doesn't run with 1.
    /// </summary>
    public long? BatchSize { get; init; }

    /// <summary>
    /// Rounds of measuring at each level, in each of which every model has its turn; null to stop where the interval of the default level
    /// is no wider than 1 %, after 300 rounds, or after <see cref="TimeBudget"/>, whichever comes first.
    /// </summary>
    public int? Rounds { get; init; }

    /// <summary>Time for the rounds at each level, sessions' loading and warm-up not counted; not looked at if <see cref="Rounds"/> is set.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether both levels are measured, or the default one only.</summary>
    public bool DefaultLevelOnly { get; init; }
}
