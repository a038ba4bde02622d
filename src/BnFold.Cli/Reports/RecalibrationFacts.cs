namespace BnFold.Cli.Reports;

/// <summary>What became of the statistics of a model.</summary>
internal sealed record RecalibrationFacts
{
    /// <summary>What statistics may be off afterwards beside their rounding, in σ, where every level was measured by itself.</summary>
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
        Unsettled = report.Method is RecalibrationMethod.Exact ? [.. report.Nodes.Where(node => !node.Fits(MaxDistance)).Select(node => node.Node)] : [],
    };
}
