namespace BnFold;

/// <summary>What one BatchNormalization got on its input, by channel, beside what is stored in it.</summary>
/// <remarks>Mean and variance of a channel follow from three numbers that can be merged with those of other data, in any order.</remarks>
public sealed record BatchNormPopulation
{
    /// <summary>Name of the node; that of its first output if it has none.</summary>
    public required string Node { get; init; }

    /// <summary>The node whose body it is in, or the function; null in the main graph.</summary>
    public string? Inside { get; init; }

    /// <summary>Why nothing was measured; null if it was. Without it, all else is there.</summary>
    public string? NotMeasured { get; init; }

    /// <summary>Scale, bias, mean, variance and epsilon as stored; null where nothing was measured.</summary>
    public BatchNormParameters? Stored { get; init; }

    /// <summary>Numbers seen, by channel; those that are not finite are not among them.</summary>
    public IReadOnlyList<long> Count { get; init; } = [];

    /// <summary>Their mean, by channel.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>The sum of their squared deviations from the mean, by channel.</summary>
    public IReadOnlyList<double> SquaredDeviations { get; init; } = [];

    /// <summary>NaN and infinities seen, by channel.</summary>
    public IReadOnlyList<long> NotFinite { get; init; } = [];

    /// <summary>The variance of what was seen: divided by the count, as BatchNormalization has it; NaN where there was nothing.</summary>
    /// <param name="channel">The channel, counted from 0.</param>
    public double Variance(int channel) => SquaredDeviations[channel] / Count[channel];
}
