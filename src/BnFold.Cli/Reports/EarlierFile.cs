namespace BnFold.Cli.Reports;

/// <summary>A file that an earlier run wrote, and that is read again.</summary>
internal static class EarlierFile
{
    /// <summary>Why it can't be read; null if it can. Opening what only looks like a file, a pipe say, could wait forever.</summary>
    public static string? Problem(string path)
    {
        if (Directory.Exists(path)) return "it is a folder";
        if (!File.Exists(path)) return "there is no such file";
        try
        {
            if (FileContent.LinkTargetOf(path) is { Exists: false } target) return $"it is a link to '{target.FullName}', where no file is";
            return FileContent.LengthOf(path) == 0 ? "it is empty, or not a regular file" : null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }
}
