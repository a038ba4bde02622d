namespace BnFold.Cli.Reports.Statistics;

/// <summary>All that a run of <c>bnfold stats</c> found out; property names are the schema of docs/statistics-report.md.</summary>
internal sealed record StatsRunReport
{
    public int SchemaVersion { get; init; } = 1;

    public string Command { get; init; } = "stats";

    public IReadOnlyList<string> CommandLine { get; init; } = [];

    public int ExitCode { get; init; }

    public double ElapsedSeconds { get; init; }

    public EnvironmentFacts Environment { get; init; } = EnvironmentFacts.Here;

    public StatsOptionFacts? Options { get; init; }

    public required FileFacts Model { get; init; }

    public required string? OnnxRuntime { get; init; }

    public required int Files { get; init; }

    public required long Samples { get; init; }

    public required long LeftOut { get; init; }

    public required long SkippedCount { get; init; }

    public required IReadOnlyList<SkippedData> Skipped { get; init; }

    public required DriftVerdict Verdict { get; init; }

    public required double Threshold { get; init; }

    public required double Uncertainty { get; init; }

    public required double? MaxDistance { get; init; }

    public required double BeyondThreshold { get; init; }

    public required IReadOnlyList<NodeDriftFacts> Nodes { get; init; }

    public static StatsRunReport Of(MomentsFacts measured, StatisticsReport report) => new()
    {
        Model = measured.Model,
        OnnxRuntime = measured.OnnxRuntime,
        Files = measured.Files,
        Samples = measured.Samples,
        LeftOut = measured.LeftOut,
        SkippedCount = measured.SkippedCount,
        Skipped = measured.Skipped,
        Verdict = report.Verdict,
        Threshold = report.Threshold,
        Uncertainty = report.Uncertainty,
        MaxDistance = report.Nodes.Any(node => node.Worst.Count > 0) ? report.MaxDistance : null,
        BeyondThreshold = report.BeyondThreshold,
        Nodes = [.. report.Nodes.Select(NodeDriftFacts.Of)],
    };
}
