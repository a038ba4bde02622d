using BnFold.Cli.Text;

namespace BnFold.Cli.Checking;

/// <summary>What the user asked <c>bnfold check</c> to do.</summary>
internal sealed record CheckRequest
{
    public required string Model { get; init; }

    /// <summary>Paths of the reports; their extensions say the format.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public VerifyOptions Verification { get; init; } = new();
}
