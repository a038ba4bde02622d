namespace BnFold.Cli.Reports;

/// <summary>The reports of one run: all are written before any gets its name.</summary>
internal sealed class ReportFiles : IDisposable
{
    private readonly List<ReportFile> _files = [];

    public static ReportFiles Write(IReadOnlyList<string> targets, FoldRunReport run)
    {
        var reports = new ReportFiles();
        try
        {
            foreach (var target in targets) reports._files.Add(ReportFile.Write(target, stream => ReportFormats.Write(target, run, stream)));
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
