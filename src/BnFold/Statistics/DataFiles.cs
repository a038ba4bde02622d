using BnFold.Onnx;

namespace BnFold.Statistics;

/// <summary>Finds files of data.</summary>
internal static class DataFiles
{
    private static readonly HashSet<string> _known = new([".npy", ".npz", ".pb"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> _raw = new([".bin", ".raw", ".dat"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OnnxFormatException">A path is not there, or a folder holds no data.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> paths, CalibrationOptions options)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) files.AddRange(In(path, options));
            else if (File.Exists(path)) files.Add(path);
            else throw new OnnxFormatException(path, null, "there is no such file or folder");
        }
        return files;
    }

    /// <summary>Whether a file describes itself.</summary>
    public static bool IsSelfDescribing(string path) => _known.Contains(Path.GetExtension(path));

    private static string[] In(string folder, CalibrationOptions options)
    {
        var others = 0;
        var found = new List<string>();
        foreach (var path in FoldersOf(folder).SelectMany(Directory.EnumerateFiles))
        {
            if (Path.GetFileName(path).StartsWith('.')) continue;
            if (IsSelfDescribing(path) || (options.RawType is not null && _raw.Contains(Path.GetExtension(path)))) found.Add(path);
            else others++;
        }
        if (found.Count > 0) return [.. found.Order(StringComparer.Ordinal)];
        var hint = others switch { 0 => "it is empty", 1 => "1 other file is there", _ => $"{others} other files are there" };
        var (known, raw) = options.RawType is null
            ? (".npy, .npz or .pb", "; for .bin, .raw or .dat say their element type")
            : (".npy, .npz, .pb, .bin, .raw or .dat", "; raw files of other names must be given one by one");
        throw new OnnxFormatException(folder, null, $"holds no {known} file ({hint}){raw}");
    }

    /// <summary>A folder and those in it, none of them twice: a link may lead back. Where one has several paths, that without links counts.</summary>
    private static IEnumerable<string> FoldersOf(string folder)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (folders, links) = (new Queue<string>([folder]), new Queue<string>());
        while (folders.TryDequeue(out var next) || links.TryDequeue(out next))
        {
            if (!seen.Add(RealPath.Of(next))) continue;
            yield return next;
            foreach (var inner in Directory.EnumerateDirectories(next).Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(inner).StartsWith('.')) continue;
                (new DirectoryInfo(inner).LinkTarget is null ? folders : links).Enqueue(inner);
            }
        }
    }
}
