namespace BnFold.Runtime;

/// <summary>One declared dimension: <paramref name="Size"/> is −1 when unknown, and then <paramref name="Symbol"/> is its name, if it has one.</summary>
internal readonly record struct OrtDim(long Size, string? Symbol);
