namespace BnFold.Cli.Reports;

/// <summary>Which model is closer to the exact value.</summary>
internal enum Closer
{
    Neither,
    Original,
    Folded,
}
