namespace BnFold.Cli.Reports.Written;

/// <summary>A row of a <see cref="FactTable"/>. Nothing in it is escaped.</summary>
/// <param name="Name">Whose facts they are.</param>
/// <param name="Figures">Figures and fixed words of our own.</param>
internal sealed record FactRow(string Name, params IReadOnlyList<string> Figures)
{
    /// <summary>What else there is to say of the name.</summary>
    public string? Note { get; init; }

    /// <summary>Words of any origin, behind the figures.</summary>
    public string? Remark { get; init; }

    /// <summary>Not as it should be.</summary>
    public bool IsBad { get; init; }

    /// <summary>Where a node is; null in the main graph.</summary>
    public static string? In(string? inside) => inside is null ? null : $"in {inside}";
}
