namespace BnFold.Cli.Tests.Support;

/// <summary>A folder of one test's own, removed at its end.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bnfold-");

    public string Path => _folder.FullName;

    /// <summary>Names of everything in the folder, in order.</summary>
    public string[] Content => [.. _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
