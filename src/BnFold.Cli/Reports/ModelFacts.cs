namespace BnFold.Cli.Reports;

/// <summary>A model that was read.</summary>
internal sealed record ModelFacts
{
    public required string Path { get; init; }

    /// <summary>Of the .onnx file alone.</summary>
    public required long Bytes { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>The files with its external data; null where no digests are asked for.</summary>
    public IReadOnlyList<ExternalFileFacts>? ExternalFiles { get; init; }

    public required long IrVersion { get; init; }

    public required long Opset { get; init; }

    public required int Nodes { get; init; }

    public required int BatchNormalizations { get; init; }

    public ModelFacts WithDigests() => this with { Sha256 = FileContent.Sha256(Path), ExternalFiles = ExternalFileFacts.Of(Path) };

    public static ModelFacts Of(string path, ModelSummary summary) => new()
    {
        Path = path,
        Bytes = FileContent.LengthOf(path),
        IrVersion = summary.IrVersion,
        Opset = summary.Opset,
        Nodes = summary.Nodes,
        BatchNormalizations = summary.BatchNormalizations,
    };
}
