namespace BnFold.Cli.Reports.Statistics;

/// <summary>One BatchNormalization; what is stored in it and what it got, by channel.</summary>
internal sealed record NodeDriftFacts
{
    public required string Node { get; init; }

    public required string? Inside { get; init; }

    public required DriftVerdict Verdict { get; init; }

    public required string? NotMeasured { get; init; }

    public required int? Channels { get; init; }

    public required double? Distance { get; init; }

    public required double? Divergence { get; init; }

    public required double BeyondThreshold { get; init; }

    public required IReadOnlyList<ChannelDrift> Worst { get; init; }

    public required IReadOnlyList<int> Constant { get; init; }

    public required IReadOnlyList<int> Unscaled { get; init; }

    public required long NotFinite { get; init; }

    public required double? Epsilon { get; init; }

    public required IReadOnlyList<double> Scale { get; init; }

    public required IReadOnlyList<double> StoredMean { get; init; }

    public required IReadOnlyList<double> StoredVariance { get; init; }

    public required IReadOnlyList<double> ObservedMean { get; init; }

    public required IReadOnlyList<double> ObservedVariance { get; init; }

    public required IReadOnlyList<long> Count { get; init; }

    public static NodeDriftFacts Of(BatchNormDrift drift)
    {
        var node = drift.Population;
        var isMeasured = drift.Channels.Count > 0;
        return new()
        {
            Node = node.Node,
            Inside = node.Inside,
            Verdict = drift.Verdict,
            NotMeasured = node.NotMeasured ?? (isMeasured || drift.NotFinite > 0 ? null : "it got nothing"),
            Channels = node.Stored?.Features,
            Distance = isMeasured ? drift.Distance : null,
            Divergence = isMeasured ? drift.Divergence : null,
            BeyondThreshold = drift.BeyondThreshold,
            Worst = drift.Worst,
            Constant = drift.Constant,
            Unscaled = drift.Unscaled,
            NotFinite = drift.NotFinite,
            Epsilon = node.Stored?.Epsilon,
            Scale = node.Stored?.Scale ?? [],
            StoredMean = node.Stored?.Mean ?? [],
            StoredVariance = node.Stored?.Variance ?? [],
            ObservedMean = node.Mean,
            ObservedVariance = [.. node.Count.Select((_, channel) => node.Variance(channel))],
            Count = node.Count,
        };
    }
}
