namespace BnFold;

/// <summary>A node whose constants took in a BatchNormalization.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="OpType">Its operator.</param>
public sealed record FoldHost(string Node, string OpType);
