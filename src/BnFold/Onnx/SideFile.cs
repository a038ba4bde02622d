using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace BnFold.Onnx;

/// <summary>
/// The external data of a model being saved: one new file beside it, named by its content. So it never meets the file an earlier model
/// reads its weights from, and the model's own rename is what makes the pair visible.
/// </summary>
internal sealed class SideFile : IDisposable
{
    // Runtimes map a tensor into memory straight from the file if it begins on a page; for small ones that would be mostly gaps,
    // and a cache line is what kernels want.
    private const int PageAlignment = 4096;
    private const int LineAlignment = 64;
    private const long MinPagedLength = 64 * 1024;

    private const int BlockLength = 1 << 16;

    private readonly bool _isNew;
    private bool _kept;

    private SideFile(string path, bool isNew)
    {
        Path = path;
        _isNew = isNew;
    }

    /// <summary>Where it lies: beside the model.</summary>
    public string Path { get; }

    /// <summary>Writes the payloads to disk, in order, and points each tensor to its place.</summary>
    /// <param name="target">Path of the model.</param>
    /// <param name="tensors">The tensors of the model as it will be written. Whatever they held is replaced by external_data.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static SideFile Write(string target, IReadOnlyList<(TensorProto Tensor, Payload Payload)> tensors)
    {
        var offsets = Place(tensors.Select(pair => pair.Payload), out var payloads);
        var content = new Composition();
        foreach (var payload in payloads)
        {
            content.AddZeros((int)(offsets[payload] - content.Length));
            content.Add(payload);
        }
        using var file = new TemporaryFile(target, content.Length);
        var digests = new ConcurrentDictionary<long, byte[]>();
        content.WriteTo((at, bytes) =>
        {
            digests[at] = SHA256.HashData(bytes);
            file.Write(at, bytes);
        });

        var digest = SHA256.HashData([.. digests.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)]);
        var name = $"{System.IO.Path.GetFileName(target)}.{Convert.ToHexStringLower(digest)[..12]}.data";
        foreach (var (tensor, payload) in tensors) ExternalReference.Point(tensor, name, offsets[payload], payload.Length);

        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!, name);
        if (AreEqual(path, file.Path)) return new(path, isNew: false);
        var isNew = !File.Exists(path);
        file.Complete(replaced: target, Durability.Always);
        file.RenameTo(path);
        return new(path, isNew);
    }

    /// <summary>The model that reads from the file got its name.</summary>
    public void Keep() => _kept = true;

    public void Dispose()
    {
        if (_isNew && !_kept) File.Delete(Path);
    }

    private static Dictionary<Payload, long> Place(IEnumerable<Payload> all, out List<Payload> payloads)
    {
        var offsets = new Dictionary<Payload, long>();
        payloads = [];
        var length = 0L;
        foreach (var payload in all)
        {
            var alignment = payload.Length >= MinPagedLength ? PageAlignment : LineAlignment;
            var offset = (length + alignment - 1) / alignment * alignment;
            if (!offsets.TryAdd(payload, offset)) continue;
            payloads.Add(payload);
            length = offset + payload.Length;
        }
        return offsets;
    }

    private static bool AreEqual(string path, string other)
    {
        if (!File.Exists(path)) return false;
        using var stream = File.OpenRead(path);
        using var second = new FileStream(other, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.Length != second.Length) return false;
        var (bytes, against) = (new byte[BlockLength], new byte[BlockLength]);
        for (int count; (count = stream.ReadAtLeast(bytes, BlockLength, throwOnEndOfStream: false)) > 0;)
        {
            second.ReadExactly(against, 0, count);
            if (!bytes.AsSpan(0, count).SequenceEqual(against.AsSpan(0, count))) return false;
        }
        return true;
    }
}
