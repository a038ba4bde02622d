namespace BnFold.Cli.Reports.Html;

/// <summary>A row of a <see cref="DotPlot"/>.</summary>
internal sealed record DotRow
{
    public required string Name { get; init; }

    /// <summary>What else there is to say of it, under the name.</summary>
    public string? Note { get; init; }

    /// <summary>A value for each series, in their order; null where it has none.</summary>
    public required IReadOnlyList<double?> Values { get; init; }

    /// <summary>The row in figures.</summary>
    public required string Figure { get; init; }

    /// <summary>Beyond its limit.</summary>
    public bool IsBad { get; init; }

    /// <summary>A line from the smallest mark to the largest.</summary>
    public bool IsJoined { get; init; }
}
