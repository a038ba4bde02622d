namespace BnFold.Cli.Reports.Written;

/// <summary>A table that is shown in every written format.</summary>
/// <param name="Columns">Titles: of the names, of the figures, and last, where there are any, of the remarks.</param>
/// <param name="Rows">What is in it.</param>
internal sealed record FactTable(IReadOnlyList<string> Columns, IReadOnlyList<FactRow> Rows);
