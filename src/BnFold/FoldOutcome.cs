namespace BnFold;

/// <summary>What became of one BatchNormalization, and why.</summary>
public sealed record FoldOutcome
{
    /// <summary>The node's name; an unnamed node goes by the name of its first output.</summary>
    public required string Node { get; init; }

    /// <summary>
    /// Its name in the file that was loaded. That is <see cref="Node"/>, unless it was in a function that was put in the place of its call.
    /// </summary>
    public string NameInFile
    {
        get => field ?? Node;
        init;
    }

    /// <summary>The node whose body it is in, such as <c>If 'cond'</c>, or the function; null in the main graph.</summary>
    public string? Inside { get; init; }

    /// <summary>Number of channels; null when the parameters could not be read.</summary>
    public int? Channels { get; init; }

    /// <summary>The way it went; null when it was kept.</summary>
    public FoldRoute? Route { get; init; }

    /// <summary>The nodes whose constants took it in.</summary>
    public IReadOnlyList<FoldHost> Hosts { get; init; } = [];

    /// <summary>Why it was kept; null when it was folded.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>What stood in the way, with the nodes and values concerned; null when it was folded.</summary>
    public string? Detail { get; init; }

    /// <summary>What stood in the way of the forward fold, where both ways were tried.</summary>
    public string? ForwardDetail { get; init; }

    /// <summary>What a user can do about it; null when nothing helps, or it was folded.</summary>
    public string? Hint { get; init; }

    /// <summary>The graph around the fold before it; null when it was kept, and without <see cref="FoldOptions.Details"/>.</summary>
    public GraphExcerpt? GraphBefore { get; init; }

    /// <summary>The same part of the graph after the fold.</summary>
    public GraphExcerpt? GraphAfter { get; init; }

    /// <summary>True when the node is gone.</summary>
    public bool IsFolded => Route is not null;
}
