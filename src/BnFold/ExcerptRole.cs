namespace BnFold;

/// <summary>What a node has to do with a fold.</summary>
public enum ExcerptRole
{
    /// <summary>The node that was folded.</summary>
    Site,

    /// <summary>Its constants took something in.</summary>
    Host,

    /// <summary>It stands between the two, and handed on what was folded or became part of it.</summary>
    Carrier,

    /// <summary>It reads from one of these, or is read by one.</summary>
    Neighbour,

    /// <summary>It took the place of the node that was folded.</summary>
    Added,

    /// <summary>An input or output of the graph; it stands for a node.</summary>
    Boundary,
}
