using BnFold.Cli.Folding;

namespace BnFold.Cli.FoldingMany;

/// <summary>What the user asked <c>bnfold MODEL … --output-dir</c> to do.</summary>
internal sealed record ManyRequest
{
    /// <summary>Files, and folders to look into.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Where outputs go.</summary>
    public required string Folder { get; init; }

    public int Jobs { get; init; } = 1;

    public bool SkipExisting { get; init; }

    /// <summary>Outputs may replace models.</summary>
    public bool InPlace { get; init; }

    /// <summary>Print lines of JSON instead of text.</summary>
    public bool JsonLines { get; init; }

    /// <summary>Path of the report in lines of JSON; null if there is to be none.</summary>
    public string? Report { get; init; }

    /// <summary>Bytes that all jobs may take together; null for half of the machine's memory.</summary>
    public long? Memory { get; init; }

    /// <summary>What is asked of each model; the paths are still to come.</summary>
    public FoldRequest Each { get; init; } = new() { Model = "", Output = "" };
}
