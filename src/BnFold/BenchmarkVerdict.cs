namespace BnFold;

/// <summary>What a benchmark says of a model, by its 95 % interval at the default level.</summary>
public enum BenchmarkVerdict
{
    /// <summary>The interval lies above 1, and the ratio is at least 1.01.</summary>
    Faster,

    /// <summary>
    /// There is no difference of a per cent or more, the original's file has more BatchNormalizations than the other, and of it ONNX Runtime
    /// runs neither one of them nor more nodes than of the other model: it fuses these by itself.
    /// </summary>
    FusedByRuntime,

    /// <summary>There is no difference of a per cent or more, and ONNX Runtime fuses nothing that the other lacks.</summary>
    NoGain,

    /// <summary>The interval lies below 1, and the ratio is at most 1/1.01.</summary>
    Slower,
}
