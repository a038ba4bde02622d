using System.Collections.ObjectModel;
using BnFold.Verification;

namespace BnFold;

/// <summary>Runs two models and finds out whether they compute the same.</summary>
public static class Verifier
{
    /// <summary>Refuses options that speak of inputs or sizes which a model does not have; runs nothing.</summary>
    /// <param name="modelPath">The .onnx file.</param>
    /// <param name="options">What is given, and the shapes and sizes of inputs.</param>
    /// <exception cref="OnnxFormatException">The file can't be read, or an option does not fit it.</exception>
    public static void CheckInputs(string modelPath, VerifyOptions options)
    {
        ArgumentNullException.ThrowIfNull(modelPath);
        ArgumentNullException.ThrowIfNull(options);
        using var model = new RunnableModel(modelPath, options);
        InputDeclaration[] inputs = [.. model.Graph.Inputs.Select(InputDeclaration.Of).OfType<InputDeclaration>()];
        var given = options.Inputs.Select(set => set.Inputs).DefaultIfEmpty(ReadOnlyDictionary<string, TensorFile>.Empty);
        foreach (var set in given) _ = new InputPlans(modelPath, inputs, options, set);
    }

    /// <summary>
    /// Compares a model with one that was made from it, by bnfold, by another tool or by hand; how it was made is not asked. Both run in
    /// ONNX Runtime exactly as they are written. Whole outputs are compared, and every value that stands under one name in both models:
    /// those that are computed alike, node by node and constant by constant, need no run; every other is computed by both models from the
    /// original's own intermediate results, and from noise, and compared by itself. At last the other model must load, and give the same
    /// outputs, as ONNX Runtime optimises it.
    /// </summary>
    /// <param name="originalPath">The .onnx file of the original.</param>
    /// <param name="otherPath">The .onnx file of the other model.</param>
    /// <param name="options">Inputs, limits and resources; null for the defaults.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between two operators.</param>
    /// <returns>What was found. That ONNX Runtime can't run the original is a verdict; so is that it can't run the other.</returns>
    /// <exception cref="OnnxFormatException">
    /// A file can't be read, the two models have different inputs or outputs, or the options speak of inputs, nodes or libraries that are
    /// not there.
    /// </exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static VerificationReport Compare(
        string originalPath,
        string otherPath,
        VerifyOptions? options = null,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(originalPath);
        ArgumentNullException.ThrowIfNull(otherPath);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1, nameof(options));
        CustomOperators.Check(options.CustomOpLibraries);
        using var original = new RunnableModel(originalPath, options);
        using var other = new RunnableModel(otherPath, options);
        return new ModelComparison(original, other, options, progress, cancellation).Run();
    }
}
