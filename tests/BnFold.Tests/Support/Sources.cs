using System.Runtime.CompilerServices;

namespace BnFold.Tests.Support;

/// <summary>The repository's own files, for tests that hold the repository to its rules.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // A deterministic build maps the path of sources away, so the folder of the test binary is the second place to start from.
        foreach (var start in new[] { Path.GetDirectoryName(here)!, AppContext.BaseDirectory })
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "BnFold.sln"))) return folder;
            }
        }
        throw new DirectoryNotFoundException("BnFold.sln is in none of the folders above the tests");
    }
}
