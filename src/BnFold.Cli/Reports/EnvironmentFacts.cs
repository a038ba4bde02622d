using System.Runtime.InteropServices;

namespace BnFold.Cli.Reports;

/// <summary>What a report was made with.</summary>
internal sealed record EnvironmentFacts(string Bnfold, string Dotnet, string Platform, string Os, int Processors)
{
    public static EnvironmentFacts Here { get; } = new(
        Application.Version,
        Environment.Version.ToString(),
        RuntimeInformation.RuntimeIdentifier,
        RuntimeInformation.OSDescription,
        Environment.ProcessorCount);
}
