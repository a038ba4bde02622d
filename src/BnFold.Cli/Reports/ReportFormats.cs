using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace BnFold.Cli.Reports;

/// <summary>The formats of a report, by the extension of its path: the same for every command.</summary>
internal static class ReportFormats
{
    public static bool IsKnown(string path) => Extension(path) is ".json" or ".md" or ".html";

    /// <param name="target">The path of the report.</param>
    /// <param name="run">What it is of.</param>
    /// <param name="json">How that becomes JSON.</param>
    /// <param name="markdown">How it becomes Markdown.</param>
    /// <param name="page">How it becomes HTML.</param>
    public static ReportFile Write<T>(string target, T run, JsonTypeInfo<T> json, Func<T, string> markdown, Func<T, string> page) =>
        Extension(target) switch
        {
            ".html" => Write(target, page(run)),
            ".md" => Write(target, markdown(run)),
            _ => ReportFile.Write(target, run, json),
        };

    private static ReportFile Write(string target, string text) =>
        ReportFile.Write(target, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
