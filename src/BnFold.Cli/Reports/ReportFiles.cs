using BnFold.Onnx;

namespace BnFold.Cli.Reports;

/// <summary>The reports of one run: all are written before any gets its name.</summary>
internal sealed class ReportFiles : IDisposable
{
    private readonly List<ReportFile> _files = [];

    /// <summary>Refuses what no report could be written to, or would take the place of something else, before any work is done.</summary>
    /// <param name="targets">The paths asked for.</param>
    /// <param name="models">Paths that are read as models, or written.</param>
    /// <param name="data">Other files that are read.</param>
    /// <exception cref="IOException">One can't be written, says no format, or is one of the others.</exception>
    public static void CheckTargets(IReadOnlyList<string> targets, IReadOnlyList<string> models, IReadOnlyList<string> data)
    {
        foreach (var target in targets) ReportFile.CheckFormattedTarget(target, models);
        foreach (var (i, target) in targets.Index()) ReportFile.CheckApart(target, targets.Take(i), "another report");
        foreach (var target in targets) ReportFile.CheckApart(target, data, "a file of data");
        CheckWeights(targets, models);
    }

    /// <summary>Refuses what would take the place of a file with a model's external data. A target that isn't there can't.</summary>
    public static void CheckWeights(IEnumerable<string> targets, IEnumerable<string> models)
    {
        string[] replaced = [.. targets.Where(File.Exists)];
        if (replaced.Length == 0) return;
        string[] weights = [.. models.Where(File.Exists).SelectMany(WeightsOf).Select(RealPath.Of)];
        if (replaced.FirstOrDefault(target => weights.Contains(RealPath.Of(target), RealPath.Comparer)) is { } lost)
            throw new IOException($"{lost}: can't be written: it holds weights of a model");
    }

    /// <summary>None for a model that can't be read, which will be said where it is.</summary>
    private static IReadOnlyList<string> WeightsOf(string path)
    {
        try
        {
            using var model = OnnxModel.Load(path);
            return [.. model.ExternalDataFiles().Select(file => file.Path)];
        }
        catch (OnnxFormatException)
        {
            return [];
        }
    }

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
