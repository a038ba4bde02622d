namespace BnFold;

/// <summary>What is suspicious about the statistics of a channel. It may be right all the same.</summary>
public enum BatchNormSuspicionKind
{
    /// <summary>A parameter is NaN or infinite.</summary>
    NotFinite,

    /// <summary>The variance is negative: its root exists only as far as epsilon makes up for it.</summary>
    NegativeVariance,

    /// <summary>The variance is so small that some runtimes take it for 0: below the smallest normal number of its type.</summary>
    DenormalVariance,

    /// <summary>Variance + epsilon is below 10⁻⁷.</summary>
    TinyVariance,

    /// <summary>The scale is 0: the channel is its bias, whatever comes in.</summary>
    DeadChannel,

    /// <summary>The scale is negative, which blocks folding through Relu, MaxPool and the like.</summary>
    NegativeScale,

    /// <summary>The gain |scale / √(variance + epsilon)| is over 100: rounding errors before it grow as much.</summary>
    HighGain,
}
