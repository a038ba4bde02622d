namespace BnFold.Cli.Reports;

/// <summary>The recalibrated model, whether it was written or not.</summary>
/// <param name="Path">The path asked for.</param>
/// <param name="Written">Whether it got that name.</param>
/// <param name="Bytes">Of the .onnx file alone; null where it was not written.</param>
/// <param name="Sha256">Of the same.</param>
/// <param name="ExternalData">Name of the file beside it that holds its external data; null where it has none.</param>
internal sealed record RecalibratedFile(string Path, bool Written, long? Bytes, string? Sha256, string? ExternalData)
{
    /// <summary>The file as it will be once it is committed.</summary>
    public static RecalibratedFile Of(string path, PendingFile file) =>
        new(path, Written: true, new FileInfo(file.TemporaryPath).Length, null, System.IO.Path.GetFileName(file.ExternalDataPath));
}
