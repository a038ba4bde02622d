using BnFold.Benchmarking;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold;

/// <summary>Times models side by side in ONNX Runtime, as its users run them.</summary>
public static class ModelBenchmark
{
    /// <summary>
    /// Measures latency and load time of models with the same inputs. Each round gives every model a turn, in an order drawn anew, and the
    /// ratio is taken within the round, so that a machine that slows down slows both. Sessions are opened anew several times, since where a
    /// session's memory lies makes a difference of its own; the interval of the ratio counts both (bootstrap over sessions, then rounds).
    /// </summary>
    /// <param name="original">The .onnx file that others are compared with.</param>
    /// <param name="others">Models made from it; there may be none.</param>
    /// <param name="options">Inputs and effort; null for the defaults.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <returns>What was measured. That ONNX Runtime can't run a model is part of the report.</returns>
    /// <exception cref="OnnxFormatException">
    /// A file can't be read, models have different inputs or outputs, or the options speak of inputs or libraries that are not there.
    /// </exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static BenchmarkReport Run(
        string original,
        IReadOnlyList<string> others,
        BenchmarkOptions? options = null,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(others);
        options ??= new();
        if (options.Rounds is { } rounds) ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1, nameof(options));
        if (options.BatchSize is { } batch) ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1, nameof(options));
        CustomOperators.Check(options.Inputs.CustomOpLibraries);
        CheckInterfaces(original, others, options.Inputs);
        return new Benchmark([.. others.Prepend(original).Select(ModelOnDisk.Read)], options, progress, cancellation).Run();
    }

    private static void CheckInterfaces(string original, IReadOnlyList<string> others, VerifyOptions inputs)
    {
        using var first = new RunnableModel(original, inputs);
        foreach (var path in others)
        {
            using var other = new RunnableModel(path, inputs);
            ModelInterface.Unite(first, other);
        }
    }

    /// <summary>
    /// Opens a model at the default level, runs it three times, and looks how much memory this process has taken at most. Whatever else the
    /// process has done counts too, so each model should have a fresh process of its own.
    /// </summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Inputs and threads; the inputs' sizes should be settled.</param>
    /// <returns>Null where the system doesn't tell, or the model does not run.</returns>
    /// <exception cref="OnnxFormatException">The file can't be read, or the options do not fit it.</exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    public static ProcessMemory? MeasureMemory(string path, BenchmarkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        _ = OrtLibrary.Version;
        return MemoryTrial.Run(path, options ?? new());
    }
}
