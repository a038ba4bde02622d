using BnFold.Recalibration;

namespace BnFold;

/// <summary>
/// Estimates the population statistics of BatchNormalizations again from data, with ONNX Runtime: the means and variances that a model
/// normalises with, where they are stale, were estimated on too little, or the data has changed. Nothing else in the model changes.
/// </summary>
public static class Recalibrator
{
    /// <summary>
    /// Estimates the statistics of every BatchNormalization of the main graph that uses stored ones. Statistics that several nodes share
    /// are given to each as initializers of its own. Those in bodies, in functions, in training mode, computed while the model runs or
    /// replaceable by the caller are left alone, with the reason.
    /// </summary>
    /// <param name="model">The model, as it was loaded; changed in place once all is measured, and not at all if anything fails.</param>
    /// <param name="data">Samples like those that it will meet.</param>
    /// <param name="options">How to estimate; null for the defaults.</param>
    /// <param name="progress">Told the plan before the data is run for the first time, and then how far it is.</param>
    /// <param name="cancellation">Stops between two operators; the model is unchanged then.</param>
    /// <exception cref="ArgumentException">The model was changed since it was loaded, or a momentum is not from 0 to 1.</exception>
    /// <exception cref="OnnxFormatException">
    /// The model is not well-formed or ONNX Runtime can't run it, the data is not for it, or what reaches a node is NaN or infinite.
    /// </exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static RecalibrationReport Recalibrate(
        OnnxModel model,
        CalibrationData data,
        RecalibrationOptions? options = null,
        IProgress<RecalibrationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        if (model.Modified) throw new ArgumentException("The model was changed since it was loaded; save it and load that.", nameof(model));
        if (options.Momentum is not (>= 0 and <= 1))
            throw new ArgumentException(FormattableString.Invariant($"Momentum {options.Momentum} is not from 0 to 1."), nameof(options));
        using var run = new RecalibrationRun(model, data, options, progress, cancellation);
        return run.Execute();
    }
}
