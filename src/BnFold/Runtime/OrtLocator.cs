using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>Finds ONNX Runtime: the copy the user names, else the one this process already has, else one beside the app or known to the system.</summary>
internal static class OrtLocator
{
    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <param name="configured">What BNFOLD_ONNXRUNTIME says; null or empty when it says nothing.</param>
    /// <exception cref="OnnxRuntimeNotFoundException">There is none, or none of use.</exception>
    public static OrtBinary Find(string? configured)
    {
        if (!string.IsNullOrEmpty(configured)) return Named(Path.GetFullPath(configured));
        if (LoadedFile() is { } loaded) return AlreadyLoaded(loaded);

        var problems = new List<string>();
        foreach (var file in FilesBesideApp().Where(File.Exists))
        {
            if (OrtBinary.TryLoad(file, out var binary, out var problem)) return binary;
            problems.Add($"'{file}' {problem}.");
        }

        if (TrySystem(problems, out var system)) return system;
        throw new OnnxRuntimeNotFoundException(string.Join(' ', ["ONNX Runtime was not found.", .. problems]));
    }

    /// <summary>The file this process has ONNX Runtime from; null when it has none.</summary>
    public static string? LoadedFile()
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            using (module)
            {
                if (IsOnnxRuntime(Path.GetFileName(module.FileName))) return module.FileName;
            }
        }

        return null;
    }

    private static bool IsOnnxRuntime(string file) => OperatingSystem.IsWindows()
        ? file.Equals(FileName, StringComparison.OrdinalIgnoreCase)
        : file.StartsWith("libonnxruntime.", StringComparison.Ordinal); // the providers are libonnxruntime_….so

    private static OrtBinary Named(string path)
    {
        if (!File.Exists(path)) throw new OnnxRuntimeNotFoundException($"BNFOLD_ONNXRUNTIME names '{path}', which is not a file.");
        return OrtBinary.TryLoad(path, out var binary, out var problem)
            ? binary
            : throw new OnnxRuntimeNotFoundException($"BNFOLD_ONNXRUNTIME names '{path}', which {problem}.");
    }

    // One process, one ONNX Runtime: where this one is of no use, a second would clash with it.
    private static OrtBinary AlreadyLoaded(string path) => OrtBinary.TryLoad(path, out var binary, out var problem)
        ? binary
        : throw new OnnxRuntimeNotFoundException($"This process has already loaded '{path}', which {problem}.");

    private static IEnumerable<string> FilesBesideApp()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", $"{system}-{architecture}", "native", FileName);
    }

    // Packages of Linux distributions install the versioned name; the plain one comes with the headers only.
    private static bool TrySystem(List<string> problems, [NotNullWhen(true)] out OrtBinary? binary)
    {
        binary = null;
        foreach (var name in (string[])["onnxruntime", "libonnxruntime.so.1"])
        {
            if (!NativeLibrary.TryLoad(name, typeof(OrtLocator).Assembly, searchPath: null, out var library)) continue;
            if (OrtBinary.TryBind(library, out binary, out var problem)) return true;
            problems.Add($"'{name}' of this system {problem}.");
        }

        return false;
    }
}
