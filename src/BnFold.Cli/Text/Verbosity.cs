namespace BnFold.Cli.Text;

/// <summary>How much a user wants to read.</summary>
internal enum Verbosity
{
    /// <summary>Warnings and errors only.</summary>
    Quiet,

    /// <summary>Each node that was kept, and totals.</summary>
    Normal,

    /// <summary>Each node.</summary>
    Verbose,
}
