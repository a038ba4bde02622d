using System.Diagnostics;
using Xunit;

namespace BnFold.Cli.Tests.Support;

/// <summary>A file that makes whoever opens it wait for a writer.</summary>
internal static class NamedPipe
{
    /// <summary>Makes one; gives its path. The test is skipped where there is no such thing.</summary>
    public static string Make(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "named pipes are no files there");
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
