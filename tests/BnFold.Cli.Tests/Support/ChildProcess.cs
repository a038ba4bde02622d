using System.Diagnostics;

namespace BnFold.Cli.Tests.Support;

/// <summary>Programs as a shell starts them, their output piped.</summary>
internal static class ChildProcess
{
    /// <summary>The tool as it was built for these tests.</summary>
    public static string[] Tool => ["dotnet", Path.Combine(AppContext.BaseDirectory, "bnfold.dll")];

    public static async Task<ToolRun> Run(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
