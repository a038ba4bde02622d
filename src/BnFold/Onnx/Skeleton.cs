using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>
/// A model without its weights: every raw_data of 1 KiB or more is replaced by a reference into the <see cref="PayloadStore"/>, at its
/// own place, so that the order of fields stays. A model of 500 MB leaves some 100 KB, which the generated parser reads at once.
/// </summary>
internal sealed class Skeleton
{
    /// <summary>Shorter raw_data stays inline: reading it later would cost more than holding it.</summary>
    public const int MinPayloadLength = 1024;

    /// <summary>The depth at which protobuf parsers give up, ours and the runtimes'.</summary>
    public const int MaxDepth = 100;

    private readonly SkeletonBuffer _bytes;

    private Skeleton(SkeletonBuffer bytes, long? invalidTextAt)
    {
        _bytes = bytes;
        InvalidTextAt = invalidTextAt;
    }

    /// <summary>The skeleton as protobuf.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Where in the file the first name stands that is not UTF-8, which the parser replaces; null if there is none.</summary>
    public long? InvalidTextAt { get; }

    /// <param name="file">The file, open.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="payloads">Gets the payloads.</param>
    /// <param name="root">What the file is as a whole: a model, or a single tensor.</param>
    /// <exception cref="OnnxFormatException">The file ends too early, or lengths in it contradict each other.</exception>
    public static Skeleton Scan(SafeFileHandle file, string path, PayloadStore payloads, FieldKind root = FieldKind.Model)
    {
        var bytes = new SkeletonBuffer();
        var scanner = new SkeletonScanner(file, path, payloads, root, bytes);
        scanner.Scan();
        return new(bytes, scanner.InvalidTextAt);
    }
}
