namespace BnFold;

/// <summary>
/// A folded weight would not be finite in its element type, which is found while it is written. Nothing was written. Fold the model
/// again with these nodes in <see cref="FoldOptions.OutOfRange"/>.
/// </summary>
public sealed class WeightOverflowException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The model's file.</param>
    /// <param name="nodes">The nodes whose fold makes the weight leave the range.</param>
    public WeightOverflowException(string file, IReadOnlyList<string> nodes)
        : base($"{file}: folding '{string.Join("', '", nodes)}' takes a weight out of the range of its element type; keep these nodes")
    {
        Nodes = nodes;
    }

    /// <summary>The nodes whose fold makes the weight leave the range.</summary>
    public IReadOnlyList<string> Nodes { get; }
}
