namespace BnFold.Graphs;

/// <summary>One reading of a value: input number <see cref="Input"/> of a node, or −1 where a subgraph body returns the value as it is.</summary>
internal sealed record Use(Node Node, int Input)
{
    public static readonly Comparer<Use> ByPosition = Comparer<Use>.Create(static (a, b) =>
        a.Node.Id != b.Node.Id ? a.Node.Id.CompareTo(b.Node.Id) : a.Input.CompareTo(b.Input));

    /// <summary>Shape and Size look at a value's dims only, never at its numbers.</summary>
    public bool IsShapeOnly => Input == 0 && Node.IsStandard && Node.OpType is "Shape" or "Size";
}
