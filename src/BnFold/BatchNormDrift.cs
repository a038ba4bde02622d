namespace BnFold;

/// <summary>What one BatchNormalization gets, held against what is stored in it.</summary>
public sealed record BatchNormDrift
{
    /// <summary>What was measured.</summary>
    public required BatchNormPopulation Population { get; init; }

    /// <summary>What came of it.</summary>
    public required DriftVerdict Verdict { get; init; }

    /// <summary>The channels for which anything was seen; in their order. Those with a scale of 0 are among them.</summary>
    public IReadOnlyList<ChannelDrift> Channels { get; init; } = [];

    /// <summary>Root of the mean square of the channels' distances, in σ; NaN where nothing was seen.</summary>
    public double Distance { get; init; } = double.NaN;

    /// <summary>Mean of the channels' divergences, in nats; NaN where nothing was seen.</summary>
    public double Divergence { get; init; } = double.NaN;

    /// <summary>The channels farthest off, farthest first; five at most, without those whose scale is 0.</summary>
    public IReadOnlyList<ChannelDrift> Worst { get; init; } = [];

    /// <summary>Share beyond the threshold, of the channels without those whose scale is 0, which hide what they get.</summary>
    public double BeyondThreshold { get; init; }

    /// <summary>Channels that get the same number everywhere, up to rounding: a standard deviation below 10⁻⁶ of √(mean² + ε).</summary>
    public IReadOnlyList<int> Constant { get; init; } = [];

    /// <summary>Channels with a scale of 0, which are their bias whatever they get.</summary>
    public IReadOnlyList<int> Unscaled { get; init; } = [];

    /// <summary>NaN and infinities that it got; they are left out of all else.</summary>
    public long NotFinite { get; init; }
}
