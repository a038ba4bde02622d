using BnFold.Cli.Text;

namespace BnFold.Cli.Folding;

/// <summary>What the user asked <c>bnfold MODEL</c> to do.</summary>
internal sealed record FoldRequest
{
    public required string Model { get; init; }

    public required string Output { get; init; }

    /// <summary>Whether the output's folder is made where there is none.</summary>
    public bool MakesFolder { get; init; }

    public bool DryRun { get; init; }

    public bool Verify { get; init; } = true;

    /// <summary>Paths of the reports; their extensions say the format.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public FoldOptions Folding { get; init; } = new();

    public VerifyOptions Verification { get; init; } = new();
}
