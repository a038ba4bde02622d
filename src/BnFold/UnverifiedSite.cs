namespace BnFold;

/// <summary>A value that two models compute differently and that could not be compared.</summary>
/// <param name="Value">Its name.</param>
/// <param name="BatchNormalizations">Names of the original's BatchNormalizations that it depends on.</param>
/// <param name="Reason">Why not, in one line.</param>
public sealed record UnverifiedSite(string Value, IReadOnlyList<string> BatchNormalizations, string Reason);
