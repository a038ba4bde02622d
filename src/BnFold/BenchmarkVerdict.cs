namespace BnFold;

/// <summary>What a benchmark says of a model, by its 95 % interval at the default level.</summary>
public enum BenchmarkVerdict
{
    /// <summary>The interval lies above 1.</summary>
    Faster,

    /// <summary>
    /// The interval includes 1, and of the original ONNX Runtime runs neither a BatchNormalization nor more nodes than of the other model: it
    /// fuses these by itself.
    /// </summary>
    FusedByRuntime,

    /// <summary>The interval includes 1, although the original has more to run.</summary>
    NoGain,

    /// <summary>The interval lies below 1.</summary>
    Slower,
}
