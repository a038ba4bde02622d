namespace BnFold.Cli.Reports;

/// <summary>One node reads what another makes; both by their index in the list of nodes.</summary>
internal sealed record LinkFacts(int From, int To);
