namespace BnFold;

/// <summary>One model of a benchmark.</summary>
public sealed record BenchmarkedModel
{
    /// <summary>The .onnx file.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the .onnx file and of the files with its external data.</summary>
    public required long Bytes { get; init; }

    /// <summary>The model in a few numbers.</summary>
    public required ModelSummary Summary { get; init; }

    /// <summary>As ONNX Runtime runs it when it is told nothing.</summary>
    public required ModelSpeed Default { get; init; }

    /// <summary>At level 0, where the graph runs as it is written; null if it wasn't measured.</summary>
    public ModelSpeed? Unoptimized { get; init; }

    /// <summary>What each node costs at the default level, dearest first.</summary>
    public IReadOnlyList<NodeCost> Nodes { get; init; } = [];
}
