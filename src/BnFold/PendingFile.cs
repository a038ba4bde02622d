using BnFold.Onnx;

namespace BnFold;

/// <summary>A model that is written but does not have its name yet: look at it, then commit it or drop it.</summary>
public sealed class PendingFile : IDisposable
{
    private readonly TemporaryFile _file;
    private readonly SideFile? _sideFile;

    internal PendingFile(string targetPath, TemporaryFile file, SideFile? sideFile)
    {
        TargetPath = targetPath;
        _file = file;
        _sideFile = sideFile;
    }

    /// <summary>The path the model gets.</summary>
    public string TargetPath { get; }

    /// <summary>
    /// A complete model that can be opened until <see cref="Commit"/>. It lies in the target's folder, as does its external data.
    /// </summary>
    public string TemporaryPath => _file.Path;

    /// <summary>Path of the file that holds its external data; null where it has none of its own.</summary>
    public string? ExternalDataPath => _sideFile?.Path;

    /// <summary>
    /// Renames the temporary file to the target, which replaces what was there in one step. A data file that an earlier save gave to the
    /// replaced model is removed if no model in the folder refers to it any more.
    /// </summary>
    /// <exception cref="IOException">The target can't be replaced; it is untouched.</exception>
    public void Commit()
    {
        var orphaned = OrphanedData.Of(TargetPath);
        _file.RenameTo(TargetPath);
        _sideFile?.Keep();
        orphaned.Remove();
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _sideFile?.Dispose();
    }
}
