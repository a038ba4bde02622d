namespace BnFold.Cli.Reports;

/// <summary>What became of the statistics of a model.</summary>
internal sealed record RecalibrationFacts
{
    /// <summary>What float statistics may be off afterwards, in σ, where every level was measured by itself.</summary>
    public const double MaxDistance = 1e-3;

    public required string? OnnxRuntimeVersion { get; init; }

    public required int Levels { get; init; }

    public required int Passes { get; init; }

    public required long Samples { get; init; }

    public required long LeftOut { get; init; }

    public required long SkippedCount { get; init; }

    public required IReadOnlyList<SkippedData> Skipped { get; init; }

    public required IReadOnlyList<RecalibratedFacts> Nodes { get; init; }

    public required IReadOnlyList<StatisticsLeftAlone> LeftAlone { get; init; }

    /// <summary>Nodes whose statistics should fit the data now and don't: the model does not compute the same in every run.</summary>
    public required IReadOnlyList<string> Unsettled { get; init; }

    public static RecalibrationFacts Of(RecalibrationReport report) => new()
    {
        OnnxRuntimeVersion = report.OnnxRuntimeVersion,
        Levels = report.Plan.Levels,
        Passes = report.Plan.Passes,
        Samples = report.Samples,
        LeftOut = report.LeftOut,
        SkippedCount = report.SkippedCount,
        Skipped = report.Skipped,
        Nodes = [.. report.Nodes.Select(RecalibratedFacts.Of)],
        LeftAlone = report.LeftAlone,
        Unsettled = report.Method is RecalibrationMethod.Exact ? [.. report.Nodes.Where(IsUnsettled).Select(node => node.Node)] : [],
    };

    // Where half precision stores a large mean beside a small variance, rounding alone is more.
    private static bool IsUnsettled(RecalibratedNode node) =>
        node.Type is "Float" or "Double" && node.After.Channels.Any(channel => !(channel.Distance <= MaxDistance));
}
