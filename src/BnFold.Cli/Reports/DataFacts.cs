namespace BnFold.Cli.Reports;

/// <summary>A tensor that was given, in a file.</summary>
internal sealed record DataFacts
{
    /// <summary>The sample it was given for, counted from 0.</summary>
    public required int Sample { get; init; }

    public required string Path { get; init; }

    /// <summary>Its name in the file; null where it has none.</summary>
    public required string? Tensor { get; init; }

    /// <summary>Of the whole file.</summary>
    public string? Sha256 { get; init; }

    public static DataFacts Of(int sample, TensorFile file) =>
        new() { Sample = sample, Path = file.Path, Tensor = file.Name.Length > 0 ? file.Name : null };

    public DataFacts WithDigest() => this with { Sha256 = FileContent.Sha256(Path) };
}
