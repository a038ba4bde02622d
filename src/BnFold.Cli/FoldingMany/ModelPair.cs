namespace BnFold.Cli.FoldingMany;

/// <summary>A model and where its folded form goes.</summary>
internal sealed record ModelPair(string Model, string Output)
{
    /// <summary>Whether the output is there and was made after the model.</summary>
    public bool IsDone => File.Exists(Output) && File.GetLastWriteTimeUtc(Output) >= File.GetLastWriteTimeUtc(Model);
}
