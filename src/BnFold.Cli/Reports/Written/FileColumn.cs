namespace BnFold.Cli.Reports.Written;

/// <summary>A model file, as a column of a table.</summary>
/// <param name="Title">What it is, such as <c>original</c>.</param>
/// <param name="Path">As it was typed.</param>
internal sealed record FileColumn(string Title, string Path)
{
    public bool IsWritten { get; init; } = true;

    /// <summary>Names of the files with its external data; null where there are none, or that is not known.</summary>
    public string? ExternalData { get; init; }

    /// <summary>Of the .onnx file alone, as is the digest; null where there is none.</summary>
    public long? Bytes { get; init; }

    public int? Nodes { get; init; }

    public int? BatchNormalizations { get; init; }

    public long? Opset { get; init; }

    public string? Sha256 { get; init; }

    public static FileColumn Of(string title, FileFacts file) => new(title, file.Path)
    {
        ExternalData = Listed(file.ExternalFiles),
        Bytes = file.Bytes,
        Nodes = file.Summary?.Nodes,
        BatchNormalizations = file.Summary?.BatchNormalizations,
        Opset = file.Summary?.Opset,
        Sha256 = file.Sha256,
    };

    public static FileColumn Of(string title, ModelFacts model) => new(title, model.Path)
    {
        ExternalData = Listed(model.ExternalFiles),
        Bytes = model.Bytes,
        Nodes = model.Nodes,
        BatchNormalizations = model.BatchNormalizations,
        Opset = model.Opset,
        Sha256 = model.Sha256,
    };

    public static FileColumn Of(string title, OutputFacts output) => new(title, output.Path)
    {
        IsWritten = output.Written,
        ExternalData = output.ExternalData,
        Bytes = output.Bytes,
        Nodes = output.Nodes,
        BatchNormalizations = output.BatchNormalizations,
        Sha256 = output.Sha256,
    };

    public static FileColumn Of(string title, RecalibratedFile output) => new(title, output.Path)
    {
        IsWritten = output.Written,
        ExternalData = output.ExternalData,
        Bytes = output.Bytes,
        Sha256 = output.Sha256,
    };

    private static string? Listed(IReadOnlyList<ExternalFileFacts>? files) =>
        files is { Count: > 0 } ? string.Join(", ", files.Select(file => file.Path)) : null;
}
