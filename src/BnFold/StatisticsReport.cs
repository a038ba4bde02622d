using BnFold.Statistics;

namespace BnFold;

/// <summary>How far the data is from the statistics that are stored in a model, layer by layer.</summary>
public sealed record StatisticsReport
{
    /// <summary>How far a channel may be off by default, in σ.</summary>
    public const double DefaultThreshold = 0.25;

    /// <summary>What was measured.</summary>
    public required PopulationStatistics Population { get; init; }

    /// <summary>Distance in σ beyond which a channel counts as off.</summary>
    public required double Threshold { get; init; }

    /// <summary>Drifts if any BatchNormalization does; NotMeasured if none could be measured.</summary>
    public required DriftVerdict Verdict { get; init; }

    /// <summary>Each BatchNormalization, in the order of the file.</summary>
    public required IReadOnlyList<BatchNormDrift> Nodes { get; init; }

    /// <summary>The largest distance of all channels whose scale is not 0, in σ; NaN where nothing was measured.</summary>
    public double MaxDistance { get; init; } = double.NaN;

    /// <summary>Share beyond the threshold, of all channels without those whose scale is 0.</summary>
    public double BeyondThreshold { get; init; }

    /// <summary>
    /// What chance alone does to the mean of a channel whose numbers agree within a sample and differ between samples, in σ: 1/√samples,
    /// the worst case. Distances below it say nothing.
    /// </summary>
    public double Uncertainty => 1 / Math.Sqrt(Population.Samples);

    /// <summary>Compares what was measured with what is stored.</summary>
    /// <param name="population">What was measured.</param>
    /// <param name="threshold">Distance in σ beyond which a channel counts as off.</param>
    public static StatisticsReport Of(PopulationStatistics population, double threshold = DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        return DriftReport.Of(population, threshold);
    }
}
