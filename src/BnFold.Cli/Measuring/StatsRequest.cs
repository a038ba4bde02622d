using BnFold.Cli.Text;

namespace BnFold.Cli.Measuring;

/// <summary>What the user asked <c>bnfold stats</c> to do.</summary>
internal sealed record StatsRequest
{
    /// <summary>Null where parts are merged.</summary>
    public required string? Model { get; init; }

    /// <summary>Null where parts are merged.</summary>
    public required CalibrationData? Data { get; init; }

    /// <summary>What <c>--data</c> said.</summary>
    public IReadOnlyList<string> DataPaths { get; init; } = [];

    /// <summary>Paths of the moments to merge; none to measure.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Where to write moments; null if not at all.</summary>
    public string? Moments { get; init; }

    public double Threshold { get; init; } = StatisticsReport.DefaultThreshold;

    public bool FailOnDrift { get; init; }

    /// <summary>Paths of the reports; their extensions say the format.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public StatisticsOptions Resources { get; init; } = new();
}
