namespace BnFold;

/// <summary>An input that was fed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, such as <c>Float</c> or <c>Int64</c>.</param>
/// <param name="Dims">The sizes of the first sample, whether declared, asked for, given or found by trying.</param>
public sealed record VerifyInput(string Name, string Type, IReadOnlyList<long> Dims)
{
    /// <summary>The tensors that were given, by number of the sample; in every other sample the input was random.</summary>
    public IReadOnlyDictionary<int, TensorFile> Files { get; init; } = new Dictionary<int, TensorFile>();
}
