using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

internal static class InputFile
{
    /// <summary>Opens a file that others may read too, and replace: so the output can take the input's place while it is read.</summary>
    /// <exception cref="IOException">The file has no bytes. Opening what only looks like one, a pipe say, could wait forever.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (LengthOf(path) == 0) throw new IOException("it is empty, or not a regular file");
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    /// <inheritdoc cref="Open" />
    public static FileStream OpenStream(string path) => new(Open(path), FileAccess.Read);

    /// <summary>The bytes of a file; of one that a link leads to, its own, and not the link's.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static long LengthOf(string path)
    {
        var target = new FileInfo(RealPath.Of(path));
        if (!target.Exists && new FileInfo(path).LinkTarget is not null) throw new IOException($"it is a link to '{target}', where no file is");
        return target.Length;
    }
}
