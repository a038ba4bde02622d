namespace BnFold.Cli.Reports;

/// <summary>The reports of one run: all are written before any gets its name.</summary>
internal sealed class ReportFiles : IDisposable
{
    private readonly List<ReportFile> _files = [];

    /// <param name="targets">Their paths.</param>
    /// <param name="write">Writes one beside its path.</param>
    public static ReportFiles Write(IReadOnlyList<string> targets, Func<string, ReportFile> write)
    {
        var reports = new ReportFiles();
        try
        {
            foreach (var target in targets) reports._files.Add(write(target));
            return reports;
        }
        catch
        {
            reports.Dispose();
            throw;
        }
    }

    public void Commit()
    {
        foreach (var file in _files) file.Commit();
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
