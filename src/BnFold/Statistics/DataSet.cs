namespace BnFold.Statistics;

/// <summary>Files that are read together: one, or one for each input.</summary>
/// <param name="Paths">A file by name of the input; the empty name where one file holds all inputs, or is for the only one.</param>
internal sealed record DataSet(IReadOnlyDictionary<string, string> Paths)
{
    /// <summary>Stands for all of them in messages.</summary>
    public string Path => Paths.Values.First();
}
