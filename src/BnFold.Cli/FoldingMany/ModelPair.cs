using BnFold.Onnx;

namespace BnFold.Cli.FoldingMany;

/// <summary>A model and where its folded form goes.</summary>
internal sealed record ModelPair(string Model, string Output)
{
    /// <summary>Whether the output is the model itself, maybe by a link.</summary>
    public bool IsInPlace => RealPath.AreSame(Model, Output);

    /// <summary>Whether the output is there with all its data, is not the model itself, and was made after it and its data.</summary>
    public bool IsDone
    {
        get
        {
            if (!File.Exists(Output) || IsInPlace) return false;
            try
            {
                var made = File.GetLastWriteTimeUtc(Output);
                _ = DataOf(Output);
                return DataOf(Model).Append(Model).All(file => File.GetLastWriteTimeUtc(file) <= made);
            }
            catch (Exception exception) when (exception is OnnxFormatException or IOException or UnauthorizedAccessException)
            {
                // Folding it says what is wrong.
                return false;
            }
        }
    }

    /// <exception cref="OnnxFormatException">It can't be read, or some of its data is not there.</exception>
    private static IReadOnlyList<string> DataOf(string path)
    {
        using var model = OnnxModel.Load(path);
        return [.. model.ExternalDataFiles().Select(file => file.Path)];
    }
}
