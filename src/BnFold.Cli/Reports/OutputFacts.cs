namespace BnFold.Cli.Reports;

/// <summary>The folded model, whether it was written or not.</summary>
internal sealed record OutputFacts
{
    public required string Path { get; init; }

    public bool Written { get; init; }

    /// <summary>Of the .onnx file alone; null where it was not written.</summary>
    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>Name of the file beside it that holds its external data; null where it has none, or was not written.</summary>
    public string? ExternalData { get; init; }

    /// <summary>The files with its external data; null where it was not written.</summary>
    public IReadOnlyList<ExternalFileFacts>? ExternalFiles { get; init; }

    public required int Nodes { get; init; }

    public required int BatchNormalizations { get; init; }

    public static OutputFacts Of(string path, ModelSummary summary) =>
        new() { Path = path, Nodes = summary.Nodes, BatchNormalizations = summary.BatchNormalizations };

    /// <summary>The same once it is complete, under whatever name.</summary>
    public OutputFacts WrittenTo(PendingFile file) => this with
    {
        Written = true,
        Bytes = new FileInfo(file.TemporaryPath).Length,
        ExternalData = System.IO.Path.GetFileName(file.ExternalDataPath),
    };

    /// <summary>The same with the digests of what was written.</summary>
    public OutputFacts WithDigests(PendingFile file) => this with
    {
        Sha256 = FileContent.Sha256(file.TemporaryPath),
        ExternalFiles = ExternalFileFacts.Of(file.TemporaryPath),
    };
}
