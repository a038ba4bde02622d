namespace BnFold;

/// <summary>What a recalibration is going to do.</summary>
public sealed record RecalibrationPlan
{
    /// <summary>Number of BatchNormalizations to estimate again.</summary>
    public required int Nodes { get; init; }

    /// <summary>The longest chain of them.</summary>
    public required int Levels { get; init; }

    /// <summary>
    /// How often the data is run: once with the old statistics, once with the new, and between them once for every level but the first,
    /// or once in all where the method takes all levels at a time. 0 where there is nothing to do.
    /// </summary>
    public required int Passes { get; init; }

    /// <summary>Number of samples, as far as the files' descriptions tell.</summary>
    public long Samples { get; init; }

    /// <summary>How long it will take, going by how long a batch took.</summary>
    public TimeSpan Estimate { get; init; }
}
