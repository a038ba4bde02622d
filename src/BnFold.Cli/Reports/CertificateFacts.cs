namespace BnFold.Cli.Reports;

/// <summary>What a report of an earlier run proves of two files.</summary>
/// <param name="Path">The report.</param>
/// <param name="Holds">Whether it speaks of these files and says that they agree.</param>
/// <param name="Problem">Why it proves nothing; null if it does.</param>
internal sealed record CertificateFacts(string Path, bool Holds, string? Problem)
{
    /// <summary>What limits the comparison was given, as in <c>--rtol 0.1</c>; null where they were those of the element types.</summary>
    public string? Limits { get; init; }
}
