using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Data;

/// <summary>Opens files that hold tensors, by their extension.</summary>
internal static class DataFile
{
    /// <exception cref="OnnxFormatException">There is no such file, or it is not what its extension says.</exception>
    public static IReadOnlyList<TensorFile> Open(string path)
    {
        CheckExists(path);
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".npy" => [NpyFile.Open(path)],
                ".npz" => NpzFile.Open(path),
                ".pb" => [TensorProtoFile.Open(path)],
                var other => throw new OnnxFormatException(
                    path, null, $"has the extension '{other}'; .npy, .npz or .pb expected, or the type and shape of raw elements"),
            };
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(path, exception);
        }
    }

    /// <exception cref="OnnxFormatException">There is no such file, or a link to it leads nowhere.</exception>
    public static void CheckExists(string path)
    {
        if (Directory.Exists(path)) throw new OnnxFormatException(path, null, "is a folder; the path of a file with a tensor expected");
        if (!File.Exists(path)) throw new OnnxFormatException(path, null, "there is no such file");
        try
        {
            _ = InputFile.LengthOf(path);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>Whether an exception is the file's fault, or that of what it lies on.</summary>
    public static bool IsUnreadable(Exception exception) => exception is IOException or UnauthorizedAccessException or InvalidDataException;

    public static OnnxFormatException Unreadable(string path, Exception cause) =>
        new(path, null, $"can't be read: {cause.Message.TrimEnd('.')}", cause);

    /// <summary>The bytes of all elements.</summary>
    /// <param name="dims">Sizes as the file declares them.</param>
    /// <param name="size">Bytes of an element.</param>
    /// <exception cref="OverflowException">More than can be counted.</exception>
    public static long LengthOf(ImmutableArray<long> dims, int size) => checked(Tensor.CountOf(dims) * size);

    public static string Text(ImmutableArray<long> dims) => $"[{string.Join(", ", dims)}]";
}
