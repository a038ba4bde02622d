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

    /// <summary>Where a link leads in the end; null for what is none. (The framework takes a bare name as if it lay at the root.)</summary>
    /// <exception cref="IOException">There is no such path, or links lead in a circle.</exception>
    public static FileSystemInfo? LinkTargetOf(string path) => File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true);

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
