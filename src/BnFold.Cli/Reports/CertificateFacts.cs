namespace BnFold.Cli.Reports;

/// <summary>What a report of an earlier run proves of two files.</summary>
/// <param name="Path">The report.</param>
/// <param name="Holds">Whether it speaks of these files and says that they agree.</param>
/// <param name="Problem">Why it proves nothing; null if it does.</param>
/// <param name="Assumption">What the proof supposes; null if nothing.</param>
internal sealed record CertificateFacts(string Path, bool Holds, string? Problem, string? Assumption);
