using BnFold.Onnx;

namespace BnFold.Cli.FoldingMany;

/// <summary>A model and where its folded form goes.</summary>
internal sealed record ModelPair(string Model, string Output)
{
    /// <summary>Whether the output is the model itself, maybe by a link.</summary>
    public bool IsInPlace => RealPath.AreSame(Model, Output);

    /// <summary>Whether the output is there, is not the model itself, and was made after it.</summary>
    public bool IsDone => File.Exists(Output) && !IsInPlace && File.GetLastWriteTimeUtc(Output) >= File.GetLastWriteTimeUtc(Model);
}
