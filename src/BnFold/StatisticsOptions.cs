namespace BnFold;

/// <summary>How a model is run to measure what its BatchNormalizations get.</summary>
public sealed record StatisticsOptions
{
    /// <summary>Threads of ONNX Runtime within an operator, and of the sums behind it; 0 = one per core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Bytes that captured values may take at a time. Batches are made smaller for it where their size is open; where that is not enough,
    /// the model runs several times on each batch.
    /// </summary>
    public long MemoryLimit { get; init; } = 1L << 30;

    /// <summary>Paths of shared libraries that bring custom operators, in the order they are registered.</summary>
    public IReadOnlyList<string> CustomOpLibraries { get; init; } = [];
}
