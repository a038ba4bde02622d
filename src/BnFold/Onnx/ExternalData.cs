using System.Globalization;
using System.Text;
using Google.Protobuf;
using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>
/// The side files of a model. A location is a path below the model's folder and must really end there: a model from elsewhere could
/// otherwise make us copy any file of this machine into the output. The one exception is a model that is itself a link, as in download
/// caches: its data may also lie in the folder the link leads to.
/// </summary>
internal sealed class ExternalData(string model) : IDisposable
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path = Path.GetFullPath(model);
    private readonly Dictionary<string, SafeFileHandle> _files = [];

    private string Folder => Path.GetDirectoryName(_path)!;

    private string[] Roots => field ??= [RealPath.Of(Folder), Path.GetDirectoryName(RealPath.Of(_path))!];

    /// <summary>The span of a side file that a tensor names.</summary>
    /// <exception cref="OnnxFormatException">The location is not allowed, or the file is absent or too short.</exception>
    public FileSpan Find(TensorProto tensor, long expected)
    {
        var location = LocationOf(tensor);
        var offset = Number(tensor, "offset") ?? 0;
        var length = Number(tensor, "length") ?? expected;
        if (length != expected)
            throw Invalid(tensor, $"should have {expected} bytes, but its external data '{location}' has length {length}");

        var path = Resolve(tensor, location);
        var file = Open(tensor, location, path);
        var available = RandomAccess.GetLength(file);
        if (offset > available || length > available - offset)
            throw Invalid(tensor, $"needs bytes {offset} to {(UInt128)offset + (UInt128)length} of '{location}', which has {available}");
        return new(file, path, offset, length);
    }

    /// <summary>The side file that a tensor names, as it names it.</summary>
    /// <exception cref="OnnxFormatException">It names none.</exception>
    public string LocationOf(TensorProto tensor) =>
        Entry(tensor, "location") ?? throw Invalid(tensor, "has external data without a location");

    /// <summary>Whether locations mean the same for a model in <paramref name="folder"/> as for this one.</summary>
    public bool IsAtHomeIn(string folder) => Roots.All(root => RealPath.AreSame(root, folder));

    /// <summary>Whether the file is one of those opened so far.</summary>
    public bool IsReadFrom(string file) => _files.ContainsKey(RealPath.Of(file));

    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
        _files.Clear();
    }

    private string Resolve(TensorProto tensor, string location)
    {
        var isDrive = location.Length > 1 && location[1] == ':';
        if (location.Length == 0 || location[0] == '/' || isDrive || location.Contains('\\') || location.Contains('\0'))
            throw Invalid(tensor, $"has its data at '{location}'; a path relative to the model, with '/' between folders, expected");
        if (location.Split('/').Contains(".."))
            throw Invalid(tensor, $"has its data at '{location}', with '..' in it; such paths are not followed");

        string path;
        try
        {
            path = RealPath.Of(Path.Combine(Folder, location));
        }
        catch (IOException exception)
        {
            throw Invalid(tensor, $"has its data at '{location}', which can't be followed: {exception.Message}", exception);
        }
        if (!Roots.Any(root => RealPath.IsInside(path, root)))
            throw Invalid(tensor, $"has its data at '{location}', a link that leads outside the model's folder; that is not read");
        return path;
    }

    private SafeFileHandle Open(TensorProto tensor, string location, string path)
    {
        if (_files.TryGetValue(path, out var file)) return file;
        if (Directory.Exists(path)) throw Invalid(tensor, $"has its data at '{location}', which is a folder");
        if (!File.Exists(path)) throw Invalid(tensor, $"has its data at '{location}', but there is no such file beside the model");
        try
        {
            return _files[path] = InputFile.Open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(tensor, $"has its data at '{location}', which can't be read: {exception.Message}", exception);
        }
    }

    private long? Number(TensorProto tensor, string key)
    {
        if (Entry(tensor, key) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        throw Invalid(tensor, $"has external data with {key} '{text}'; a number of bytes expected");
    }

    private string? Entry(TensorProto tensor, string key)
    {
        var wanted = ByteString.CopyFromUtf8(key);
        var entry = tensor.ExternalData.LastOrDefault(candidate => candidate.Key == wanted);
        try
        {
            return entry is null ? null : _strictUtf8.GetString(entry.Value.Span);
        }
        catch (DecoderFallbackException exception)
        {
            throw Invalid(tensor, $"has external data whose {key} is not UTF-8", exception);
        }
    }

    private OnnxFormatException Invalid(TensorProto tensor, string problem, Exception? inner = null) =>
        new(model, $"tensor '{tensor.Name}'", problem, inner);
}
