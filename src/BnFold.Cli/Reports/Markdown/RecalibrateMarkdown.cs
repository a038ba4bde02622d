using BnFold.Cli.Text;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold recalibrate</c> as Markdown: what matters is in sight, the rest a click away.</summary>
internal static class RecalibrateMarkdown
{
    public static string Of(RecalibrateRunReport run)
    {
        var text = new MarkdownText();
        var headline = RecalibrationWording.Headline(run);
        text.Line($"## bnfold recalibrate: {Code(Path.GetFileName(run.Input.Path))}");
        text.Line();
        text.Line($"**{headline.Verdict}.** {RecalibrationWording.Count(run)} {Plain(headline.Sentence)}");
        WriteFiles(text, run.Input, run.Output);
        WriteRemarks(text, [.. RecalibrationWording.Remarks(run)]);
        WriteNodes(text, run.Recalibration.Nodes);
        WriteLeftAlone(text, run.Recalibration.LeftAlone);
        text.Collapsed("Run", () => text.Table(["", ""], RecalibrationWording.Circumstances(run)
            .Select(fact => new[] { fact.Title, fact.Title == "command" ? Code(fact.Value) : Plain(fact.Value) })));
        return text.ToString();
    }

    private static void WriteFiles(MarkdownText text, FileFacts input, RecalibratedFile output)
    {
        List<string[]> rows =
        [
            ["file", Code(input.Path), output.Written ? Code(output.Path) : "not written"],
            ["size", Figures.Size(input.Bytes), output.Bytes is { } bytes ? Figures.Size(bytes) : "–"],
            ["SHA-256", Code(input.Sha256 ?? ""), Code(output.Sha256 ?? "")],
        ];
        if (output.ExternalData is { } data) rows.Insert(1, ["external data", "", Code(data)]);
        text.Line();
        text.Table(["", "model", "recalibrated"], rows);
    }

    private static void WriteRemarks(MarkdownText text, IReadOnlyList<string> remarks)
    {
        if (remarks.Count == 0) return;
        text.Heading("Remarks");
        foreach (var remark in remarks) text.Line($"- {Plain(remark)}");
    }

    private static void WriteNodes(MarkdownText text, IReadOnlyList<RecalibratedFacts> nodes)
    {
        if (nodes.Count == 0) return;
        text.Collapsed($"Estimated again: {nodes.Count}", () => text.Table(
            RecalibrationWording.Columns,
            nodes.Select(node => (string[])[Code(node.Node), .. RecalibrationWording.Cells(node)])));
    }

    private static void WriteLeftAlone(MarkdownText text, IReadOnlyList<StatisticsLeftAlone> nodes)
    {
        if (nodes.Count == 0) return;
        text.Collapsed($"Left alone: {nodes.Count}", () => text.Table(
            ["node", "why"],
            nodes.Select(node => new[] { Name(node), Plain(node.Reason) })));
    }

    private static string Name(StatisticsLeftAlone node) => Code(node.Node) + (node.Inside is null ? "" : $" in {Plain(node.Inside)}");
}
