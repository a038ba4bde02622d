using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>One property of model files, side by side.</summary>
/// <param name="Title">Which.</param>
/// <param name="Cells">What it is of each; null where it has none.</param>
internal sealed record FileRow(string Title, IReadOnlyList<string?> Cells)
{
    /// <summary>Names of files, which may hold anything.</summary>
    public bool IsName { get; private init; }

    public bool IsDigest { get; private init; }

    /// <summary>All that any of the files has.</summary>
    public static IEnumerable<FileRow> Of(IReadOnlyList<FileColumn> files)
    {
        FileRow[] rows =
        [
            Row("file", static file => file.IsWritten ? file.Path : $"{file.Path} (not written)") with { IsName = true },
            Row("external data", static file => file.ExternalData) with { IsName = true },
            Row("size", static file => file.Bytes is { } bytes ? Figures.Size(bytes) : null),
            Row("nodes", static file => file.Nodes is { } count ? Figures.Whole(count) : null),
            Row("BatchNormalization", static file => file.BatchNormalizations is { } count ? Figures.Whole(count) : null),
            Row("operator set", static file => file.Opset is { } version ? $"{version}" : null),
            Row("SHA-256", static file => file.Sha256) with { IsDigest = true },
        ];
        return rows.Where(row => row.Cells.Any(cell => cell is not null));

        FileRow Row(string title, Func<FileColumn, string?> cell) => new(title, [.. files.Select(cell)]);
    }
}
