using System.IO.Compression;

namespace BnFold.Data;

/// <summary>NumPy's archive of arrays: a zip file with an .npy file for each key.</summary>
internal static class NpzFile
{
    private const string Extension = ".npy";

    // No byte of deflated data stands for more than this many.
    private const long MaxRatio = 1032;

    public static IReadOnlyList<TensorFile> Open(string path)
    {
        using var archive = HeldArchive.Open(path);
        var holder = new HeldArchive(path);
        var tensors = new List<TensorFile>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                throw new OnnxFormatException(path, null, $"holds '{entry.FullName}', which is no array; is it a .npz?");
            var key = entry.FullName[..^Extension.Length];
            if (!keys.Add(key)) throw new OnnxFormatException(path, null, $"holds two arrays '{key}'");
            tensors.Add(Open(path, holder, entry, key));
        }
        return tensors.Count > 0 ? tensors : throw new OnnxFormatException(path, null, "holds no array");
    }

    private static TensorFile Open(string path, HeldArchive archive, ZipArchiveEntry entry, string key)
    {
        if (entry.Length / MaxRatio > entry.CompressedLength)
            throw new OnnxFormatException(
                path, $"array '{key}'", $"can't be {entry.Length} bytes, as it says: {entry.CompressedLength} are there");
        using var stream = entry.Open();
        var header = NpyHeader.Read(stream, entry.Length, path, $"array '{key}'");
        return new(path, key, header.Type.Type, header.Dims, new Elements(header, path, archive, entry.FullName));
    }

    private sealed class Elements(NpyHeader header, string path, HeldArchive archive, string entry) : NpyElements(header, path)
    {
        public override IDisposable Hold() => archive.Hold();

        protected override Stream OpenArray(string file, out IDisposable? container) => archive.OpenEntry(entry, out container);
    }
}
