using BnFold.Functions;
using BnFold.Verification;

namespace BnFold;

/// <summary>Holds each BatchNormalization, as ONNX Runtime computes it, against <see cref="BatchNormReference"/>.</summary>
public static class BatchNormChecker
{
    /// <summary>
    /// Runs a model in ONNX Runtime exactly as it is written, on seeded random inputs, and computes each BatchNormalization again from the
    /// input it really got. One that doesn't come by its input so, in a body or because the model can't run, gets noise; those of functions
    /// are checked call by call. Statistics are looked at too.
    /// </summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Inputs, tolerances and resources; null for the defaults.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between two operators.</param>
    /// <returns>A check for each BatchNormalization. That ONNX Runtime is missing or can't run the model is part of the report.</returns>
    /// <exception cref="OnnxFormatException">The file can't be read, or the options speak of inputs or libraries that are not there.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static BatchNormCheckReport Check(
        string path, VerifyOptions? options = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1, nameof(options));
        using var model = new RunnableModel(path, options);
        if (FunctionInliner.Run(model.File) is not null) model.Show(model.File.Proto);
        return new ParityCheck(model, options, new(progress), cancellation).Run();
    }
}
