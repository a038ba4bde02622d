using BnFold.Cli.Text;

namespace BnFold.Cli.Checking;

/// <summary>What the user asked <c>bnfold check</c> to do.</summary>
internal sealed record CheckRequest
{
    public required string Model { get; init; }

    /// <summary>Path of the JSON report; null if there is to be none.</summary>
    public string? Report { get; init; }

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public VerifyOptions Verification { get; init; } = new();
}
