using System.Text;
using BnFold.Cli.Reports.Html;

namespace BnFold.Cli.Reports.Statistics;

/// <summary>The formats of a report of <c>bnfold stats</c>, by the extension of its path.</summary>
internal static class StatsReportFormats
{
    /// <exception cref="IOException">The path can't be written, or says no format.</exception>
    public static void CheckTarget(string target, IReadOnlyList<string> sources)
    {
        ReportFile.CheckTarget(target, sources);
        if (Extension(target) is not (".json" or ".html"))
            throw new IOException($"{target}: the report can't be written: its name says no format; .json or .html expected");
    }

    public static ReportFile Write(string target, StatsRunReport run) => Extension(target) == ".html"
        ? ReportFile.Write(target, stream => stream.Write(Encoding.UTF8.GetBytes(StatsPage.Of(run))))
        : ReportFile.Write(target, run, ReportJson.Readable.StatsRunReport);

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
