namespace BnFold.Cli.Reports;

/// <summary>All that a run of <c>bnfold recalibrate</c> did; property names are the schema of docs/recalibrate-report.md.</summary>
internal sealed record RecalibrateRunReport
{
    public int SchemaVersion { get; init; } = 1;

    public string Command { get; init; } = "recalibrate";

    public required IReadOnlyList<string> CommandLine { get; init; }

    public int ExitCode => Recalibration.Unsettled.Count > 0 ? Cli.ExitCode.Differs : Cli.ExitCode.Done;

    public double ElapsedSeconds { get; init; }

    public required EnvironmentFacts Environment { get; init; }

    public required RecalibrateOptionFacts Options { get; init; }

    public required FileFacts Input { get; init; }

    public required RecalibratedFile Output { get; init; }

    public required RecalibrationFacts Recalibration { get; init; }
}
