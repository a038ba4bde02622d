using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

internal static class InputFile
{
    /// <summary>Opens a file that others may read too, and replace: so the output can take the input's place while it is read.</summary>
    /// <exception cref="IOException">The file has no bytes. Opening what only looks like one, a pipe say, could wait forever.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (new FileInfo(RealPath.Of(path)).Length == 0) throw new IOException("it is empty, or not a regular file");
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }
}
