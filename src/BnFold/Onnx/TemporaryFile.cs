using Microsoft.Win32.SafeHandles;

namespace BnFold.Onnx;

/// <summary>
/// A file that is written beside its target and renamed when it is complete, so that the target is never seen half-written. Whatever
/// the system objects to comes out as one line that names the target.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _target;
    private readonly SafeFileHandle _handle;
    private bool _renamed;

    /// <param name="target">The path for messages, whose folder gets the file.</param>
    /// <param name="length">How long the file will be; the space is reserved at once, so that a full disk is known early.</param>
    /// <exception cref="IOException">The file can't be made.</exception>
    public TemporaryFile(string target, long length)
    {
        _target = target;
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!;
        Path = System.IO.Path.Combine(folder, $".bnfold-{System.IO.Path.GetRandomFileName()}.tmp");
        try
        {
            _handle = File.OpenHandle(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.None, length);
        }
        catch (FileNotFoundException exception)
        {
            // So systems say it whose own folders these are, as /proc.
            throw new IOException($"{target}: can't be written: no file can be made there", exception);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Refused(exception);
        }
    }

    public string Path { get; }

    /// <summary>Writes bytes to their place; several threads may write to different places.</summary>
    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, at);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Refused(exception);
        }
    }

    /// <summary>
    /// Closes the file, which takes the permissions of the one it will replace. Then, or if another file will refer to it, it is brought to
    /// the disk first, so that a power cut costs neither the old content nor the new; a new file alone has nothing to lose, and waiting
    /// for the disk takes longer than everything else.
    /// </summary>
    public void Complete(string replaced, Durability durability = Durability.IfReplacing)
    {
        try
        {
            if (durability is Durability.Always || File.Exists(replaced)) RandomAccess.FlushToDisk(_handle);
            _handle.Dispose();
            if (!OperatingSystem.IsWindows() && File.Exists(replaced)) File.SetUnixFileMode(Path, File.GetUnixFileMode(replaced));
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Refused(exception);
        }
    }

    public void RenameTo(string path)
    {
        try
        {
            File.Move(Path, path, overwrite: true);
            _renamed = true;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Refused(exception);
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        if (_renamed) return;
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // Whatever made the file unwanted is the news, not that it could not be removed.
        }
    }

    private static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException;

    // The temporary name says nothing to anyone.
    private IOException Refused(Exception cause) =>
        new($"{_target}: can't be written: {Problem(cause)}", cause);

    private string Problem(Exception cause) => cause.Message.ReplaceLineEndings(" ").Replace(Path, _target, StringComparison.Ordinal);
}
