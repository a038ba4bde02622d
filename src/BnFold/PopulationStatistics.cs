using BnFold.Statistics;

namespace BnFold;

/// <summary>What the BatchNormalizations of a model got when it was run on data.</summary>
public sealed record PopulationStatistics
{
    /// <summary>Version of ONNX Runtime; null where there was nothing to run.</summary>
    public string? OnnxRuntimeVersion { get; init; }

    /// <summary>Samples that the model was run on.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples that did not fill a batch of a model that takes only whole ones, and were left out.</summary>
    public long LeftOut { get; init; }

    /// <summary>How many files or samples could not be used, and were skipped as asked.</summary>
    public long SkippedCount { get; init; }

    /// <summary>The first of them, 100 at most.</summary>
    public IReadOnlyList<SkippedData> Skipped { get; init; } = [];

    /// <summary>Each BatchNormalization, in the order of the file.</summary>
    public required IReadOnlyList<BatchNormPopulation> Nodes { get; init; }

    /// <summary>
    /// What one run over all data would have found, from runs over its parts. The order of the parts changes nothing but the last digits.
    /// </summary>
    /// <param name="parts">One at least, all of the same model.</param>
    /// <exception cref="ArgumentException">There is none, or they are not of the same model.</exception>
    public static PopulationStatistics Merge(params IReadOnlyList<PopulationStatistics> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return PartMerge.Of(parts);
    }
}
