namespace BnFold;

/// <summary>An input that was fed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, such as <c>Float</c> or <c>Int64</c>.</param>
/// <param name="Dims">The sizes that were used, whether declared, asked for or found by trying.</param>
public sealed record VerifyInput(string Name, string Type, IReadOnlyList<long> Dims);
