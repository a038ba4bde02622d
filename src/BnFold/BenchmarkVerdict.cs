namespace BnFold;

/// <summary>What a benchmark says of a model, by its 95 % interval at the default level.</summary>
public enum BenchmarkVerdict
{
    /// <summary>The interval lies above 1, and the ratio is at least 1.01.</summary>
    Faster,

    /// <summary>
    /// There is no difference of a per cent or more, and of the original ONNX Runtime runs neither a BatchNormalization nor more nodes than
    /// of the other model: it fuses these by itself.
    /// </summary>
    FusedByRuntime,

    /// <summary>There is no difference of a per cent or more, although the original has more to run.</summary>
    NoGain,

    /// <summary>The interval lies below 1, and the ratio is at most 1/1.01.</summary>
    Slower,
}
