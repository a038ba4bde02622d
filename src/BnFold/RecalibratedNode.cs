using BnFold.Recalibration;

namespace BnFold;

/// <summary>A BatchNormalization whose statistics were estimated again.</summary>
public sealed record RecalibratedNode
{
    /// <summary>Its name.</summary>
    public required string Node { get; init; }

    /// <summary>How many others that were estimated again lie before it on the longest way from the inputs.</summary>
    public required int Level { get; init; }

    /// <summary>Element type of its statistics, such as <c>Float</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Length of its vectors.</summary>
    public required int Channels { get; init; }

    /// <summary>The old statistics against what the model with the old statistics does on this data.</summary>
    public required BatchNormDrift Before { get; init; }

    /// <summary>The new statistics against what the model with the new statistics does on it.</summary>
    public required BatchNormDrift After { get; init; }

    /// <summary>Channels that got the same number throughout, which tells no variance: they keep their old statistics.</summary>
    public IReadOnlyList<int> Kept { get; init; } = [];

    /// <summary>
    /// Whether the new statistics of every channel, those kept aside, are those that the model with them gets: mean and standard deviation
    /// are off by no more than the tolerance and what rounding to their type takes, half a step.
    /// </summary>
    /// <param name="tolerance">In σ stored: √(variance + ε).</param>
    public bool Fits(double tolerance) => StoredFit.IsWithin(this, tolerance);
}
