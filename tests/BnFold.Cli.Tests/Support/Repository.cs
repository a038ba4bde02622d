namespace BnFold.Cli.Tests.Support;

/// <summary>Files of the repository the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>One of the small models that come with the repository.</summary>
    public static string Model(string name) => Path.Combine(Root, "models", name);

    /// <summary>Copies one of them, so that a test can do to it as it likes.</summary>
    public static string CopyModel(string name, TempFolder folder)
    {
        var copy = folder.File(name);
        File.Copy(Model(name), copy);
        return copy;
    }

    private static string Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "BnFold.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not lie under BnFold.sln");
    }
}
