using BnFold.Cli.Text;

namespace BnFold.Cli.Comparing;

/// <summary>What the user asked <c>bnfold verify</c> to do.</summary>
internal sealed record VerifyRequest
{
    public required string Original { get; init; }

    public required string Other { get; init; }

    /// <summary>Path of a report that is said to prove the other model; null if there is none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Whether the models are run.</summary>
    public bool Run { get; init; } = true;

    /// <summary>Paths of the reports; their extensions say the format.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public VerifyOptions Verification { get; init; } = new();
}
