namespace BnFold;

/// <summary>What became of a model's statistics.</summary>
public sealed record RecalibrationReport
{
    /// <summary>How they were estimated.</summary>
    public required RecalibrationMethod Method { get; init; }

    /// <summary>What was planned, as far as it was known before.</summary>
    public required RecalibrationPlan Plan { get; init; }

    /// <summary>Samples of one run of the data.</summary>
    public long Samples { get; init; }

    /// <summary>
    /// Samples at the end that did not fill a batch: a model that takes only whole ones did not run them, and a running average was not
    /// moved by them.
    /// </summary>
    public long LeftOut { get; init; }

    /// <summary>How many files or samples could not be used.</summary>
    public long SkippedCount { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<SkippedData> Skipped { get; init; } = [];

    /// <summary>The BatchNormalizations that were estimated again, by level.</summary>
    public IReadOnlyList<RecalibratedNode> Nodes { get; init; } = [];

    /// <summary>The BatchNormalizations that were not, and why.</summary>
    public IReadOnlyList<StatisticsLeftAlone> LeftAlone { get; init; } = [];

    /// <summary>Version of ONNX Runtime; null if nothing was run.</summary>
    public string? OnnxRuntimeVersion { get; init; }
}
