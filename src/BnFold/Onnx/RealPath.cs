namespace BnFold.Onnx;

/// <summary>Where a path leads in the end, every link on the way followed. (The framework follows only a link in the last place.)</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The absolute path without links. What doesn't exist is taken as it stands.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(full)!;
        var rest = new Stack<string>();
        Push(full[resolved.Length..]);
        for (var links = 0; rest.TryPop(out var segment);)
        {
            if (segment is "" or ".") continue;
            if (segment == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }
            var next = Path.Combine(resolved, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }
            if (++links > MaxLinks) throw new IOException($"{path}: more than {MaxLinks} links on the way");
            var root = Path.GetPathRoot(target)!;
            if (root.Length > 0) resolved = Path.GetFullPath(root);
            Push(target[root.Length..]);
        }
        return resolved;

        void Push(string segments)
        {
            var names = segments.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
            foreach (var name in names.Reverse()) rest.Push(name);
        }
    }

    /// <summary>Whether <paramref name="path"/> lies under <paramref name="folder"/>, both as <see cref="Of"/> gives them.</summary>
    public static bool IsInside(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, Comparison);

    /// <summary>As <see cref="Of"/>, but where links lead in a circle the absolute path as it stands: nothing can be there.</summary>
    public static string OrAsItStands(string path)
    {
        try
        {
            return Of(path);
        }
        catch (IOException)
        {
            return Path.GetFullPath(path);
        }
    }

    public static bool AreSame(string one, string other) => string.Equals(OrAsItStands(one), OrAsItStands(other), Comparison);

    /// <summary>Compares paths as <see cref="Of"/> gives them.</summary>
    public static StringComparer Comparer => StringComparer.FromComparison(Comparison);

    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}
