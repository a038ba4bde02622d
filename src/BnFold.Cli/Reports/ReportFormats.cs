using System.Text;
using System.Text.Json;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;

namespace BnFold.Cli.Reports;

/// <summary>The formats of a report, by the extension of its path.</summary>
internal static class ReportFormats
{
    public static bool IsKnown(string path) => Extension(path) is ".json" or ".md" or ".html";

    public static ReportFile Write(string target, FoldRunReport run) => ReportFile.Write(target, stream => Write(target, run, stream));

    private static void Write(string path, FoldRunReport run, Stream stream)
    {
        switch (Extension(path))
        {
            case ".html":
                stream.Write(Encoding.UTF8.GetBytes(FoldPage.Of(run)));
                break;
            case ".md":
                stream.Write(Encoding.UTF8.GetBytes(FoldMarkdown.Of(run)));
                break;
            default:
                JsonSerializer.Serialize(stream, run, ReportJson.Readable.FoldRunReport);
                stream.Write("\n"u8);
                break;
        }
    }

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
