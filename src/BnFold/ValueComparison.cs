namespace BnFold;

/// <summary>A value of the original beside that of the other model: the worst of all samples.</summary>
public sealed record ValueComparison
{
    /// <summary>Name of the value in both graphs.</summary>
    public required string Name { get; init; }

    /// <summary>Operator and name of the node that makes it in the original; null for what no node makes.</summary>
    public string? Node { get; init; }

    /// <summary>Element type, such as <c>Float</c>; <c>Sequence</c> or another kind where it is no tensor.</summary>
    public required string Type { get; init; }

    /// <summary>Sizes; empty for a scalar and for what is no tensor.</summary>
    public required IReadOnlyList<long> Dims { get; init; }

    /// <summary>Largest |Δ| over the elements that are finite in both.</summary>
    public required double MaxDifference { get; init; }

    /// <summary>Largest absolute value among the original's finite elements.</summary>
    public required double Range { get; init; }

    /// <summary>What <see cref="MaxDifference"/> may be; 0 for types that are not floating-point.</summary>
    public required double Limit { get; init; }

    /// <summary>Where the largest difference or the problem is, outermost index first; empty when there is none.</summary>
    public IReadOnlyList<long> Index { get; init; } = [];

    /// <summary>The original's element at <see cref="Index"/>.</summary>
    public double Original { get; init; }

    /// <summary>The other model's element at <see cref="Index"/>.</summary>
    public double Other { get; init; }

    /// <summary>How many elements differ; counted for types that are not floating-point.</summary>
    public long Mismatches { get; init; }

    /// <summary>What no limit allows, such as another shape, or a NaN where the original has a number; null if nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Number of the sample, counted from 0; behind the last one come the sites again, fed with noise.</summary>
    public int Sample { get; init; }

    /// <summary>
    /// Set where the value was beyond the limit of its type, but the original differs from itself as much: from run to run, or when what it
    /// is computed from moves in its last places. Says so in one line; the value then counts as agreeing.
    /// </summary>
    public string? Excuse { get; init; }

    /// <summary>Whether the difference is within the limit, or excused.</summary>
    public bool Agrees => Excuse is not null || (Problem is null && MaxDifference <= Limit);
}
