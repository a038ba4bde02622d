using System.Text;

namespace BnFold.Onnx;

/// <summary>Names what a file is that isn't an ONNX model. Asked only after reading failed, so a real model is never mistaken.</summary>
internal static class FileSniffer
{
    /// <summary>How much of a file's start is worth passing in.</summary>
    public const int Length = 512;

    // Each character is one byte.
    private static readonly (int At, string Signature, string Description)[] _signatures =
    [
        (0, "version https://git-lfs", "a Git LFS pointer; run 'git lfs pull' to fetch the model it stands for"),
        (0, "\x1F\x8B", "a gzip archive; unpack it first"),
        (0, "PK\x03\x04", "a zip archive, perhaps a PyTorch or Keras checkpoint; unpack it, or export the model to ONNX"),
        (0, "BZh", "a bzip2 archive; unpack it first"),
        (0, "\u00FD7zXZ", "an xz archive; unpack it first"),
        (0, "7z\u00BC\u00AF", "a 7-Zip archive; unpack it first"),
        (0, "\u0028\u00B5\u002F\u00FD", "a Zstandard archive; unpack it first"),
        (257, "ustar", "a tar archive; unpack it first"),
        (0, "\u0089HDF\r\n", "an HDF5 file, perhaps a Keras model; export it to ONNX"),
        (0, "\u0080\u0002", "a Python pickle, perhaps a PyTorch checkpoint; export the model to ONNX"),
        (0, "\u0080\u0003", "a Python pickle, perhaps a PyTorch checkpoint; export the model to ONNX"),
        (0, "\u0080\u0004", "a Python pickle, perhaps a PyTorch checkpoint; export the model to ONNX"),
        (0, "\u0080\u0005", "a Python pickle, perhaps a PyTorch checkpoint; export the model to ONNX"),
        (0, "\u0093NUMPY", "a NumPy array, not a model"),
        (8, "{\"", "a safetensors file, weights without a graph; export the model to ONNX"),
        (4, "ORTM", "a model in ONNX Runtime's own format (.ort); use the .onnx it was made from"),
        (4, "TFL3", "a TensorFlow Lite model; convert it to ONNX"),
        (0, "<?xml", "XML; for OpenVINO, use the .onnx that was converted"),
    ];

    private static readonly (string Start, string Description)[] _texts =
    [
        ("ir_version", "ONNX in protobuf's text form; convert it to the binary form"),
        ("producer_name", "ONNX in protobuf's text form; convert it to the binary form"),
        ("opset_import", "ONNX in protobuf's text form; convert it to the binary form"),
        ("graph {", "ONNX in protobuf's text form; convert it to the binary form"),
        ("graph{", "ONNX in protobuf's text form; convert it to the binary form"),
        ("<!DOCTYPE", "a web page, perhaps from a download that failed"),
        ("<html", "a web page, perhaps from a download that failed"),
        ("{", "JSON"),
    ];

    /// <summary>What the file is, as in "is …"; null if that is unknown.</summary>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        foreach (var (at, signature, description) in _signatures)
        {
            if (at < text.Length && text.AsSpan(at).StartsWith(signature, StringComparison.Ordinal)) return description;
        }
        if (text.Any(character => character is < '\t' or (> '\r' and < ' ') or '\u007F')) return null;
        var trimmed = text.AsSpan(text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? 3 : 0).TrimStart();
        foreach (var (begin, description) in _texts)
        {
            if (trimmed.StartsWith(begin, StringComparison.OrdinalIgnoreCase)) return description;
        }
        return trimmed.IsEmpty ? null : "text";
    }
}
