namespace BnFold;

/// <summary>A file that holds tensors of a model.</summary>
/// <param name="Location">Where the model says it is: relative to the model's folder, with <c>/</c> between folders.</param>
/// <param name="Path">Where it really is, links followed.</param>
public sealed record ExternalDataFile(string Location, string Path);
