namespace BnFold;

/// <summary>What a benchmark says of a model, by its 95 % interval at the default level.</summary>
public enum BenchmarkVerdict
{
    /// <summary>The interval lies above 1.</summary>
    Faster,

    /// <summary>The interval includes 1, and ONNX Runtime leaves no BatchNormalization of the original: it fuses these by itself.</summary>
    FusedByRuntime,

    /// <summary>The interval includes 1, although BatchNormalizations of the original run, or there were none.</summary>
    NoGain,

    /// <summary>The interval lies below 1.</summary>
    Slower,
}
