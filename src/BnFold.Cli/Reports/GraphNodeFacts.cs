namespace BnFold.Cli.Reports;

/// <summary>A node near a fold, and what it has to do with it.</summary>
internal sealed record GraphNodeFacts(string Node, string OpType, ExcerptRole Role);
