using System.IO.Compression;
using BnFold.Onnx;

namespace BnFold.Data;

/// <summary>
/// A zip file that one reader may hold open: to read its directory again for every array would take the square of their number. For one
/// thread while it is held.
/// </summary>
internal sealed class HeldArchive(string path) : IDisposable
{
    private ZipArchive? _held;

    /// <summary>Opens a zip file.</summary>
    public static ZipArchive Open(string path)
    {
        var stream = InputFile.OpenStream(path);
        try
        {
            return new(stream, ZipArchiveMode.Read);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Keeps it open until this is disposed; it may be held again then.</summary>
    public IDisposable Hold()
    {
        _held ??= Open(path);
        return this;
    }

    /// <summary>The bytes of an entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="container">What is to be disposed after the stream; null while the archive is held.</param>
    public Stream OpenEntry(string name, out IDisposable? container)
    {
        var archive = _held ?? Open(path);
        container = _held is null ? archive : null;
        if (archive.GetEntry(name) is { } found) return found.Open();
        container?.Dispose();
        throw new InvalidDataException($"'{name}' is no longer there");
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
