using BnFold.Cli.Reports.Written;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A report as Markdown, fit for a comment on a change: what matters is in sight, the rest a click away.</summary>
internal static class MarkdownReport
{
    /// <param name="overview">What it begins and ends with.</param>
    /// <param name="sections">Writes what is between.</param>
    public static string Of(Overview overview, Action<MarkdownText> sections)
    {
        var text = new MarkdownText();
        var headline = overview.Headline;
        text.Line($"## {overview.Command}: {Code(overview.Name)}");
        text.Line();
        text.Line($"**{headline.Verdict}.** {headline.Count} {Plain(headline.Sentence)}".TrimEnd());
        WriteFiles(text, overview.Files);
        WriteRemarks(text, overview);
        sections(text);
        text.Collapsed("Run", () => text.Table(["", ""], overview.Run.Select(Cells)));
        return text.ToString();
    }

    private static void WriteFiles(MarkdownText text, IReadOnlyList<FileColumn> files)
    {
        if (files.Count == 0) return;
        text.Line();
        text.Table(["", .. files.Select(file => file.Title)], FileRow.Of(files).Select(Cells));
    }

    private static void WriteRemarks(MarkdownText text, Overview overview)
    {
        if (overview.Remarks.Count == 0) return;
        text.Heading(overview.RemarksTitle);
        foreach (var remark in overview.Remarks) text.Line($"- {Plain(remark)}");
    }

    private static string[] Cells(FileRow row) =>
        [row.Title, .. row.Cells.Select(cell => cell is null ? "–" : row.IsName || row.IsDigest ? Code(cell) : cell)];

    private static string[] Cells(Circumstance fact) =>
    [
        fact.Name is null ? fact.Title : $"{fact.Title} {Code(fact.Name)}",
        fact.IsCommand ? Code(fact.Value) : Plain(fact.Value),
    ];
}
