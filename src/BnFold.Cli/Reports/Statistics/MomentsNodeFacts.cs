namespace BnFold.Cli.Reports.Statistics;

/// <summary>One BatchNormalization in what <c>--moments</c> writes; all lists by channel.</summary>
internal sealed record MomentsNodeFacts
{
    public required string Node { get; init; }

    public required string? Inside { get; init; }

    public required string? NotMeasured { get; init; }

    public required double Epsilon { get; init; }

    public required IReadOnlyList<double> Scale { get; init; }

    public required IReadOnlyList<double> Bias { get; init; }

    public required IReadOnlyList<double> StoredMean { get; init; }

    public required IReadOnlyList<double> StoredVariance { get; init; }

    public required IReadOnlyList<long> Count { get; init; }

    public required IReadOnlyList<double> Mean { get; init; }

    public required IReadOnlyList<double> SquaredDeviations { get; init; }

    public required IReadOnlyList<long> NotFinite { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsConsistent => (NotMeasured is not null || Scale.Count > 0)
        && new[] { Bias.Count, StoredMean.Count, StoredVariance.Count, Count.Count, Mean.Count, SquaredDeviations.Count, NotFinite.Count }
            .All(count => count == Scale.Count)
        && Count.Concat(NotFinite).All(count => count >= 0);

    /// <summary>The same, having got nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MomentsNodeFacts Empty => this with
    {
        Count = [.. Count.Select(_ => 0L)],
        Mean = [.. Mean.Select(_ => 0.0)],
        SquaredDeviations = [.. SquaredDeviations.Select(_ => 0.0)],
        NotFinite = [.. NotFinite.Select(_ => 0L)],
    };

    public static MomentsNodeFacts Of(BatchNormPopulation node) => new()
    {
        Node = node.Node,
        Inside = node.Inside,
        NotMeasured = node.NotMeasured,
        Epsilon = node.Stored?.Epsilon ?? 0,
        Scale = node.Stored?.Scale ?? [],
        Bias = node.Stored?.Bias ?? [],
        StoredMean = node.Stored?.Mean ?? [],
        StoredVariance = node.Stored?.Variance ?? [],
        Count = node.Count,
        Mean = node.Mean,
        SquaredDeviations = node.SquaredDeviations,
        NotFinite = node.NotFinite,
    };

    public BatchNormPopulation Population() => new()
    {
        Node = Node,
        Inside = Inside,
        NotMeasured = NotMeasured,
        Stored = NotMeasured is null ? new([.. Scale], [.. Bias], [.. StoredMean], [.. StoredVariance]) { Epsilon = Epsilon } : null,
        Count = Count,
        Mean = Mean,
        SquaredDeviations = SquaredDeviations,
        NotFinite = NotFinite,
    };
}
