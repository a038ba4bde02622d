using BnFold.Onnx;
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
        var external = ModelTensors.Of(model.Proto).Where(tensor => tensor.DataLocation == (int)TensorLocation.External)
            .Select(tensor => model.Read(tensor).Payload).OfType<FileSpan>().Select(span => span.Path);
        var bytes = external.Distinct(StringComparer.Ordinal).Append(path).Sum(file => new FileInfo(file).Length);
        return new(path, bytes, Summaries.Of(model));
    }
}
