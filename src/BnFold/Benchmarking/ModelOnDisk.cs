using BnFold.Walk;

namespace BnFold.Benchmarking;

/// <summary>A model to be timed, as its file has it.</summary>
/// <param name="Path">The .onnx file.</param>
/// <param name="Bytes">Size of it and of the files with its external data.</param>
/// <param name="Summary">What is in it.</param>
internal sealed record ModelOnDisk(string Path, long Bytes, ModelSummary Summary)
{
    /// <exception cref="OnnxFormatException">The file is no model, or its external data is not where it should be.</exception>
    public static ModelOnDisk Read(string path)
    {
        using var model = OnnxModel.Load(path);
        return new(path, model.SizeOnDisk(), Summaries.Of(model));
    }
}
