namespace BnFold.Statistics;

/// <summary>Compares measured statistics with stored ones.</summary>
internal static class DriftReport
{
    private const double MaxShareBeyond = 0.05;
    private const int MaxWorst = 5;

    /// <summary>Eight roundings of float: what is computed in different orders of sums may differ by a few.</summary>
    private const double ConstantDeviation = 8.0 / (1 << 24);

    public static StatisticsReport Of(PopulationStatistics population, double threshold)
    {
        BatchNormDrift[] nodes = [.. population.Nodes.Select(node => Of(node, threshold))];
        BatchNormDrift[] measured = [.. nodes.Where(node => node.Verdict is not DriftVerdict.NotMeasured)];
        var channels = measured.Sum(Scaled);
        return new()
        {
            Population = population,
            Threshold = threshold,
            Nodes = nodes,
            Verdict = measured.Length == 0 ? DriftVerdict.NotMeasured
                : measured.Any(node => node.Verdict is DriftVerdict.Drifts) ? DriftVerdict.Drifts : DriftVerdict.Fits,
            MaxDistance = Farthest([.. measured.SelectMany(node => node.Worst.Take(1)).Select(channel => channel.Distance)]),
            BeyondThreshold = channels == 0 ? 0 : measured.Sum(node => node.BeyondThreshold * Scaled(node)) / channels,
        };
    }

    private static int Scaled(BatchNormDrift node) => node.Channels.Count(channel => node.Population.Stored!.Scale[channel.Channel] != 0);

    // NaN is larger than anything here, which Math.Max says and Enumerable.Max does not.
    private static double Farthest(double[] distances) => distances.Length == 0 ? double.NaN : distances.Aggregate(Math.Max);

    private static BatchNormDrift Of(BatchNormPopulation node, double threshold)
    {
        if (node.Stored is not { } stored) return new() { Population = node, Verdict = DriftVerdict.NotMeasured };
        int[] seen = [.. Enumerable.Range(0, node.Count.Count).Where(channel => node.Count[channel] > 0)];
        ChannelDrift[] channels = [.. seen.Select(channel => Of(node, stored, channel))];
        // NaN, of statistics that are none, is beyond any threshold and farther than any distance.
        ChannelDrift[] scaled = [.. channels.Where(channel => stored.Scale[channel.Channel] != 0)];
        var beyond = scaled.Length == 0 ? 0 : (double)scaled.Count(channel => !(channel.Distance <= threshold)) / scaled.Length;
        var notFinite = node.NotFinite.Sum();
        return new()
        {
            Population = node,
            Verdict = beyond > MaxShareBeyond || notFinite > 0 ? DriftVerdict.Drifts
                : channels.Length == 0 ? DriftVerdict.NotMeasured : DriftVerdict.Fits,
            Channels = channels,
            Distance = Math.Sqrt(Mean(channels, channel => channel.Distance * channel.Distance)),
            Divergence = Mean(channels, channel => channel.Divergence),
            Worst = [.. scaled.OrderByDescending(channel => double.IsNaN(channel.Distance) ? double.PositiveInfinity : channel.Distance)
                .Take(MaxWorst)],
            BeyondThreshold = beyond,
            Constant = [.. seen.Where(channel => IsConstant(node, stored, channel))],
            Unscaled = [.. Enumerable.Range(0, stored.Features).Where(channel => stored.Scale[channel] == 0)],
            NotFinite = notFinite,
        };
    }

    private static ChannelDrift Of(BatchNormPopulation node, BatchNormParameters stored, int channel)
    {
        var variance = stored.Variance[channel] + stored.Epsilon;
        var shift = (node.Mean[channel] - stored.Mean[channel]) / Math.Sqrt(variance);
        return new(channel, shift, (node.Variance(channel) + stored.Epsilon) / variance);
    }

    /// <summary>Whether a channel got one number throughout, up to rounding.</summary>
    public static bool IsConstant(BatchNormPopulation node, BatchNormParameters stored, int channel)
    {
        var size = (node.Mean[channel] * node.Mean[channel]) + stored.Epsilon;
        return node.Variance(channel) <= ConstantDeviation * ConstantDeviation * size;
    }

    private static double Mean(ChannelDrift[] channels, Func<ChannelDrift, double> figure) =>
        channels.Length == 0 ? double.NaN : channels.Average(figure);
}
