namespace BnFold.Cli.Reports;

/// <summary>An input that both models were fed.</summary>
internal sealed record InputFacts(string Name, string Type, IReadOnlyList<long> Dims);
