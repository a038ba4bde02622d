using BnFold.Statistics;

namespace BnFold;

/// <summary>Measures the population statistics of a model's BatchNormalizations on data.</summary>
public static class StatisticsCollector
{
    /// <summary>
    /// Runs a model in ONNX Runtime on all samples, once, and sums up what each BatchNormalization gets on its input. The memory it takes
    /// does not depend on the number of samples.
    /// </summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">Resources; null for the defaults.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Stops between two operators.</param>
    /// <exception cref="OnnxFormatException">
    /// The model can't be read or ONNX Runtime can't run it, or the data can't be read, is not what the model takes, or has no
    /// sample; a part of divided data may have none, which leaves all counts 0.
    /// </exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static PopulationStatistics Collect(
        string path,
        CalibrationData data,
        StatisticsOptions? options = null,
        IProgress<StatisticsProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        using var model = PopulationRun.Open(path, options);
        return new PopulationRun(model, data, options, progress, cancellation) { MayBeEmpty = data.Options.Shards > 1 }.Measure();
    }
}
