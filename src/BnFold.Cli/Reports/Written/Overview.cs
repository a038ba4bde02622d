namespace BnFold.Cli.Reports.Written;

/// <summary>What the written reports of all commands have in common: what they begin with, and the run they end with.</summary>
internal sealed record Overview
{
    /// <summary>The command, as it is typed.</summary>
    public required string Command { get; init; }

    /// <summary>The model that the report is called after.</summary>
    public required string Model { get; init; }

    public required Headline Headline { get; init; }

    /// <summary>What a reader should know besides.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>What one of them is called.</summary>
    public string Remark { get; init; } = "Remark";

    /// <summary>Model files, side by side.</summary>
    public required IReadOnlyList<FileColumn> Files { get; init; }

    /// <summary>Enough to repeat the run.</summary>
    public required IReadOnlyList<Circumstance> Run { get; init; }

    public string Name => Path.GetFileName(Model);

    public string RemarksTitle => Remarks.Count == 1 ? Remark : $"{Remark}s";
}
