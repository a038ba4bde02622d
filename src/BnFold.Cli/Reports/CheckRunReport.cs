namespace BnFold.Cli.Reports;

/// <summary>All that a run of <c>bnfold check</c> found out; property names are the schema of docs/check-report.md.</summary>
internal sealed record CheckRunReport
{
    public int SchemaVersion { get; init; } = 1;

    public string Command { get; init; } = "check";

    public required IReadOnlyList<string> CommandLine { get; init; }

    public int ExitCode => Check.Nodes switch
    {
        var nodes when nodes.Any(node => node.Verdict is BatchNormCheckVerdict.Differs) => Cli.ExitCode.Differs,
        { Count: > 0 } nodes when nodes.All(node => node.Verdict is not BatchNormCheckVerdict.Agrees) => Cli.ExitCode.NotVerified,
        _ => Cli.ExitCode.Done,
    };

    public double ElapsedSeconds { get; init; }

    public required EnvironmentFacts Environment { get; init; }

    public required VerifyOptionFacts Options { get; init; }

    public required FileFacts Model { get; init; }

    public required BatchNormCheckReport Check { get; init; }
}
