namespace BnFold;

/// <summary>How far a comparison is.</summary>
/// <param name="Activity">What is being done, in a few words.</param>
/// <param name="Done">Share of the whole that is done, 0 to 1.</param>
public readonly record struct VerifyProgress(string Activity, double Done);
