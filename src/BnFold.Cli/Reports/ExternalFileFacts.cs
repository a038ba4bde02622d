namespace BnFold.Cli.Reports;

/// <summary>A file with external data of a model.</summary>
/// <param name="Path">As the model names it: relative to its folder.</param>
/// <param name="Bytes">Of the whole file.</param>
/// <param name="Sha256">Of the whole file.</param>
internal sealed record ExternalFileFacts(string Path, long Bytes, string Sha256)
{
    /// <summary>All of a model's; none for a model that holds its tensors itself.</summary>
    /// <exception cref="OnnxFormatException">The model can't be read, or its external data is not where it should be.</exception>
    public static IReadOnlyList<ExternalFileFacts> Of(string model)
    {
        using var loaded = OnnxModel.Load(model);
        return [.. loaded.ExternalDataFiles().Select(Of)];
    }

    private static ExternalFileFacts Of(ExternalDataFile file) => new(file.Location, FileContent.LengthOf(file.Path), FileContent.Sha256(file.Path));
}
