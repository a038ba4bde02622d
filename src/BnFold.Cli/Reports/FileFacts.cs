using System.Text.Json.Serialization;

namespace BnFold.Cli.Reports;

/// <summary>A model file that was read.</summary>
internal sealed record FileFacts
{
    public required string Path { get; init; }

    /// <summary>Of the .onnx file alone.</summary>
    public required long Bytes { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>The files with its external data; null where no digests are asked for.</summary>
    public IReadOnlyList<ExternalFileFacts>? ExternalFiles { get; init; }

    /// <summary>The model in it; null where that was not looked at. The JSON reports don't have it.</summary>
    [JsonIgnore]
    public ModelSummary? Summary { get; init; }

    /// <exception cref="OnnxFormatException">There is no such file, or it is no model.</exception>
    public static FileFacts Of(string path)
    {
        using var model = OnnxModel.Load(path);
        return OfBytes(path) with { Summary = model.Summarize() };
    }

    /// <summary>Of a file of which only the bytes count, whatever they are.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static FileFacts OfBytes(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"{path}: is a folder; the path of an .onnx file expected");
        return File.Exists(path)
            ? new() { Path = path, Bytes = FileContent.LengthOf(path) }
            : throw new IOException($"{path}: there is no such file");
    }

    public FileFacts WithDigests() => WithDigest() with { ExternalFiles = ExternalFileFacts.Of(Path) };

    /// <summary>That of the file itself, whatever it holds.</summary>
    public FileFacts WithDigest() => this with { Sha256 = FileContent.Sha256(Path) };
}
