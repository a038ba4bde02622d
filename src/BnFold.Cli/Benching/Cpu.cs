using System.Runtime.InteropServices;

namespace BnFold.Cli.Benching;

/// <summary>The processor that times were taken on.</summary>
internal static class Cpu
{
    private const string Description = "/proc/cpuinfo";

    /// <summary>As the system names it; only its architecture where the system doesn't.</summary>
    public static string Name => Model ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? Model => OperatingSystem.IsWindows()
        ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        : !File.Exists(Description) ? null
        : File.ReadLines(Description).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
