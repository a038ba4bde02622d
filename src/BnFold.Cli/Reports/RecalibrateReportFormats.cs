using System.Text;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;

namespace BnFold.Cli.Reports;

/// <summary>The formats of a report of <c>bnfold recalibrate</c>, by the extension of its path.</summary>
internal static class RecalibrateReportFormats
{
    public static ReportFile Write(string target, RecalibrateRunReport run) => Path.GetExtension(target).ToLowerInvariant() switch
    {
        ".html" => Text(target, RecalibratePage.Of(run)),
        ".md" => Text(target, RecalibrateMarkdown.Of(run)),
        _ => ReportFile.Write(target, run, ReportJson.Readable.RecalibrateRunReport),
    };

    private static ReportFile Text(string target, string text) =>
        ReportFile.Write(target, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
