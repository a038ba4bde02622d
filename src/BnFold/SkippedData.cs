namespace BnFold;

/// <summary>What was left out of the data.</summary>
/// <param name="File">Path of the file, or of the first of files that belong together.</param>
/// <param name="Problem">Why, in one line that begins with the path.</param>
public sealed record SkippedData(string File, string Problem);
