using System.Collections.Immutable;
using BnFold.Data;

namespace BnFold;

/// <summary>Inputs to compare models on, and what should come out.</summary>
public sealed record InputSet
{
    /// <summary>Tensors by name of the input; inputs that are not named are random.</summary>
    public IReadOnlyDictionary<string, TensorFile> Inputs { get; init; } = ImmutableDictionary<string, TensorFile>.Empty;

    /// <summary>What the outputs should be, by name; only where <see cref="Inputs"/> has every input does that say anything.</summary>
    public IReadOnlyDictionary<string, TensorFile> ExpectedOutputs { get; init; } = ImmutableDictionary<string, TensorFile>.Empty;

    /// <summary>
    /// Opens a folder like those beside published models: <c>input_0.pb</c> and on, <c>output_0.pb</c> and on, or .npy. They go
    /// by the names of their tensors if all of these are names of the model's inputs, or outputs; else in the model's order, initializers not counted.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="modelPath">The .onnx file that the data is for.</param>
    /// <exception cref="OnnxFormatException">The folder holds no inputs or too many, or a file can't be read.</exception>
    public static InputSet OpenFolder(string folder, string modelPath)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(modelPath);
        return TestDataFolder.Open(folder, modelPath);
    }
}
