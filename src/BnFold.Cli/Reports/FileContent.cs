using System.Security.Cryptography;

namespace BnFold.Cli.Reports;

/// <summary>What is in a file, without holding it.</summary>
internal static class FileContent
{
    private const int BufferSize = 1 << 20;

    public static string Sha256(string path)
    {
        using var stream = Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The bytes of a file; of one that a link leads to, its own, and not the link's.</summary>
    public static long LengthOf(string path) =>
        new FileInfo(LinkTargetOf(path)?.FullName ?? path).Length;

    /// <summary>Where a link leads in the end; null for what is none, or is not there.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static FileSystemInfo? LinkTargetOf(string path)
    {
        // In full, since the framework takes a bare name as if it lay at the root.
        var file = new FileInfo(Path.GetFullPath(path));
        return file.LinkTarget is null ? null : file.ResolveLinkTarget(returnFinalTarget: true);
    }

    public static bool AreEqual(string one, string other)
    {
        using var a = Open(one);
        using var b = Open(other);
        if (a.Length != b.Length) return false;
        var (ofA, ofB) = (new byte[BufferSize], new byte[BufferSize]);
        for (int count; (count = a.ReadAtLeast(ofA, BufferSize, throwOnEndOfStream: false)) > 0;)
        {
            if (b.ReadAtLeast(ofB, count, throwOnEndOfStream: false) < count) return false;
            if (!ofA.AsSpan(0, count).SequenceEqual(ofB.AsSpan(0, count))) return false;
        }
        return true;
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
}
