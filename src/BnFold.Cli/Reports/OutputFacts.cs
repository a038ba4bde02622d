namespace BnFold.Cli.Reports;

/// <summary>The folded model, whether it was written or not.</summary>
internal sealed record OutputFacts
{
    public required string Path { get; init; }

    /// <summary>False after a dry run, and where a difference was found.</summary>
    public required bool Written { get; init; }

    /// <summary>Of the .onnx file alone; null where it was not written.</summary>
    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    public required int Nodes { get; init; }

    public required int BatchNormalizations { get; init; }
}
