namespace BnFold.Cli.Reports;

/// <summary>Memory of a process that opened a model and ran it three times; null where it could not be measured.</summary>
internal sealed record MemoryFacts(string Path, long? BaselineBytes, long? PeakBytes);
