namespace BnFold.Cli.Reports;

/// <summary>A BatchNormalization whose statistics were estimated again.</summary>
internal sealed record RecalibratedFacts(string Node, int Level, int Channels, string Type, DistanceFacts Before, DistanceFacts After)
{
    /// <summary>Channels that got the same number throughout and keep their old statistics.</summary>
    public IReadOnlyList<int> Kept { get; init; } = [];

    /// <summary>Other channels that get one number throughout, up to rounding.</summary>
    public IReadOnlyList<int> Constant { get; init; } = [];

    public static RecalibratedFacts Of(RecalibratedNode node) =>
        new(node.Node, node.Level, node.Channels, node.Type, DistanceFacts.Of(node.Before), DistanceFacts.Of(node.After))
        {
            Kept = node.Kept,
            Constant = [.. node.After.Constant.Except(node.Kept)],
        };
}

/// <summary>How far stored statistics are from what a node gets.</summary>
/// <param name="Distance">Root of the mean square of the channels' distances, in σ stored.</param>
/// <param name="MaxDistance">That of the channel farthest off, those with a scale of 0 aside.</param>
/// <param name="WorstChannel">Which that is; null where there is none.</param>
/// <param name="MeanShift">Its mean less the stored one, in σ stored.</param>
/// <param name="VarianceRatio">Its variance by the stored one, epsilon added to both.</param>
/// <param name="Divergence">Mean of the channels' Kullback-Leibler divergences, in nats.</param>
/// <param name="BeyondThreshold">Share more than 0.25 σ off, of the channels without those whose scale is 0.</param>
internal sealed record DistanceFacts(
    double Distance,
    double MaxDistance,
    int? WorstChannel,
    double MeanShift,
    double VarianceRatio,
    double Divergence,
    double BeyondThreshold)
{
    public static DistanceFacts Of(BatchNormDrift drift) => drift.Worst is [var worst, ..]
        ? new(drift.Distance, worst.Distance, worst.Channel, worst.MeanShift, worst.VarianceRatio, drift.Divergence, drift.BeyondThreshold)
        : drift.NotFinite > 0 ? new(double.NaN, double.NaN, null, double.NaN, double.NaN, double.NaN, 1)
        : new(drift.Distance, 0, null, 0, 1, drift.Divergence, drift.BeyondThreshold);
}
