namespace BnFold;

/// <summary>The part of a graph around one fold. Constants are left out.</summary>
/// <param name="Nodes">Nodes, before those that read from them.</param>
/// <param name="Links">Who reads from whom.</param>
/// <param name="Omitted">Number of further nodes, where a fold reaches too far to show them all.</param>
public sealed record GraphExcerpt(IReadOnlyList<ExcerptNode> Nodes, IReadOnlyList<ExcerptLink> Links, int Omitted);

/// <summary>A node of a <see cref="GraphExcerpt"/>.</summary>
/// <param name="Name">The node's name; that of the value for an input or output of the graph.</param>
/// <param name="OpType">Its operator; <c>input</c> or <c>output</c> for those of the graph.</param>
/// <param name="Role">What it has to do with the fold.</param>
public sealed record ExcerptNode(string Name, string OpType, ExcerptRole Role);

/// <summary>One node reads what another makes; both by their index in <see cref="GraphExcerpt.Nodes"/>.</summary>
/// <param name="From">The node that makes the value.</param>
/// <param name="To">The node that reads it.</param>
public sealed record ExcerptLink(int From, int To);
