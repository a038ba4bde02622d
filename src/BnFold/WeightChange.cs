namespace BnFold;

/// <summary>A constant of a host before all folds and after them. Elements that are NaN are left out of the ranges.</summary>
public sealed record WeightChange
{
    /// <summary>The node that reads it.</summary>
    public required FoldHost Host { get; init; }

    /// <summary>Number of the node's input, counted from 0.</summary>
    public required int Input { get; init; }

    /// <summary>Element type, such as <c>Float</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Sizes after the folds.</summary>
    public required IReadOnlyList<long> Dims { get; init; }

    /// <summary>Null where the host had no such input, as a Conv without bias.</summary>
    public required WeightRange? Before { get; init; }

    /// <summary>Null where there are no elements.</summary>
    public required WeightRange? After { get; init; }
}
