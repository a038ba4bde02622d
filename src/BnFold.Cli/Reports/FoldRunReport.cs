namespace BnFold.Cli.Reports;

/// <summary>
/// All that a run of <c>bnfold MODEL</c> found out. The text and the JSON are two renderings of it, so they say the same. Property names
/// are the schema of docs/report.md.
/// </summary>
internal sealed record FoldRunReport
{
    public int SchemaVersion { get; init; } = 1;

    public string Command { get; init; } = "fold";

    public required IReadOnlyList<string> CommandLine { get; init; }

    public int ExitCode => Verification?.Verdict switch
    {
        Verdict.Differs => Cli.ExitCode.Differs,
        Verdict.NotPossible => Cli.ExitCode.NotVerified,
        _ => Cli.ExitCode.Done,
    };

    public double ElapsedSeconds { get; init; }

    /// <summary>Found out when it is asked for: only written reports tell it.</summary>
    public EnvironmentFacts Environment
    {
        get => field ?? EnvironmentFacts.Here;
        init;
    }

    public required OptionFacts Options { get; init; }

    public required ModelFacts Input { get; init; }

    public required OutputFacts Output { get; init; }

    public required int Folded { get; init; }

    public required int Kept { get; init; }

    /// <summary>Nodes of arithmetic with constants that were folded as well.</summary>
    public required int ArithmeticFolded { get; init; }

    /// <summary>Further nodes that are gone because nobody read them any more.</summary>
    public required int SweptNodes { get; init; }

    /// <summary>Sums of parallel branches that became one Conv.</summary>
    public required int MergedSums { get; init; }

    /// <summary>Inputs with a default that are constants now.</summary>
    public required IReadOnlyList<string> FrozenInputs { get; init; }

    public required IReadOnlyList<OutcomeFacts> Outcomes { get; init; }

    public required IReadOnlyList<ArithmeticFacts> Arithmetic { get; init; }

    /// <summary>What the hosts' constants were and are.</summary>
    public required IReadOnlyList<WeightFacts> Weights { get; init; }

    /// <summary>Null when no verification was asked for.</summary>
    public VerificationFacts? Verification { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}
