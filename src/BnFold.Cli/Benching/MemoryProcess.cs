using System.Diagnostics;
using System.Globalization;
using BnFold.Cli.Reports;

namespace BnFold.Cli.Benching;

/// <summary>Measures the memory that a model takes in a process of its own, which is this program again.</summary>
internal static class MemoryProcess
{
    /// <summary>Name of the hidden command that does the measuring.</summary>
    public const string Command = "bench-memory";

    /// <summary>Figures are null where the system doesn't tell, or the program can't be started again.</summary>
    public static MemoryFacts Measure(string path, IReadOnlyList<VerifyInput> inputs, BenchRequest request, CancellationToken cancellation)
    {
        var unknown = new MemoryFacts(path, null, null);
        if (Program() is not [var program, .. var prefix]) return unknown;
        var start = new ProcessStartInfo(program, [.. prefix, Command, path, .. Arguments(inputs, request)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var registration = cancellation.Register(process.Kill);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var figures = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return figures.Length == 2 && long.TryParse(figures[0], CultureInfo.InvariantCulture, out var baseline)
            && long.TryParse(figures[1], CultureInfo.InvariantCulture, out var peak) ? new(path, baseline, peak) : unknown;
    }

    private static IEnumerable<string> Arguments(IReadOnlyList<VerifyInput> inputs, BenchRequest request)
    {
        var given = inputs.Where(input => input.Files.Count > 0).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in inputs.Where(input => !given.Contains(input.Name) && input.Dims.Count > 0 && input.Dims.All(size => size > 0)))
        {
            yield return "--shape";
            yield return $"{input.Name}={string.Join(',', input.Dims)}";
        }
        foreach (var argument in request.InputArguments)
        {
            yield return "--input";
            yield return argument;
        }
        foreach (var library in request.Options.Inputs.CustomOpLibraries)
        {
            yield return "--custom-ops";
            yield return library;
        }
        yield return "--threads";
        yield return request.Options.Threads.ToString(CultureInfo.InvariantCulture);
        yield return "--seed";
        yield return request.Options.Inputs.Seed.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>This program's own executable; or the runtime with its assembly, where it was started so or is hosted.</summary>
    private static string[] Program()
    {
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "bnfold") return [Environment.ProcessPath!];
        var assembly = Path.Combine(AppContext.BaseDirectory, "bnfold.dll");
        if (!File.Exists(assembly)) return [];
        var isRuntime = Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet";
        return [isRuntime ? Environment.ProcessPath! : "dotnet", assembly];
    }
}
