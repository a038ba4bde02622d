namespace BnFold.Cli.Reports;

/// <summary>All that a run of <c>bnfold verify</c> found out; property names are the schema of docs/verify-report.md.</summary>
internal sealed record VerifyRunReport
{
    public int SchemaVersion { get; init; } = 1;

    public string Command { get; init; } = "verify";

    public required IReadOnlyList<string> CommandLine { get; init; }

    public int ExitCode => (Certificate, Verification?.Verdict) switch
    {
        ({ Holds: false }, _) or (_, Verdict.Differs) => Cli.ExitCode.Differs,
        (_, Verdict.NotPossible) => Cli.ExitCode.NotVerified,
        _ => Cli.ExitCode.Done,
    };

    public double ElapsedSeconds { get; init; }

    public required EnvironmentFacts Environment { get; init; }

    public required VerifyOptionFacts Options { get; init; }

    public required FileFacts Original { get; init; }

    public required FileFacts Other { get; init; }

    /// <summary>Null when none was given.</summary>
    public required CertificateFacts? Certificate { get; init; }

    /// <summary>Null when the models were not run.</summary>
    public VerificationFacts? Verification { get; init; }
}
