namespace BnFold.Cli.Reports;

/// <summary>A node whose constants took a BatchNormalization in.</summary>
internal sealed record HostFacts(string Node, string OpType);
