using BnFold.Cli.Text;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold MODEL</c> as Markdown, fit for a comment on a change: what matters is in sight, the rest a click away.</summary>
internal static class FoldMarkdown
{
    public static string Of(FoldRunReport run)
    {
        var text = new MarkdownText();
        var headline = Headline.Of(run);
        text.Line($"## bnfold: {Code(Path.GetFileName(run.Input.Path))}");
        text.Line();
        text.Line($"**{headline.Verdict}.** {Headline.Count(run)} {Plain(headline.Sentence)}");
        WriteFiles(text, run);
        WriteWarnings(text, run);
        KeptTables.Write(text, run);
        VerificationTables.Write(text, run);
        FoldTables.Write(text, run);
        WriteRun(text, run);
        return text.ToString();
    }

    private static void WriteFiles(MarkdownText text, FoldRunReport run)
    {
        var (input, output) = (run.Input, run.Output);
        List<string[]> rows =
        [
            ["file", Code(input.Path), output.Written ? Code(output.Path) : "not written"],
            ["size", Figures.Size(input.Bytes), output.Bytes is { } bytes ? Figures.Size(bytes) : "–"],
            ["nodes", $"{input.Nodes}", $"{output.Nodes}"],
            ["BatchNormalization", $"{input.BatchNormalizations}", $"{output.BatchNormalizations}"],
            ["SHA-256", Code(input.Sha256 ?? ""), Code(output.Sha256 ?? "")],
        ];
        if (output.ExternalData is { } data) rows.Insert(1, ["external data", "", Code(data)]);
        text.Line();
        text.Table(["", "original", "folded"], rows);
    }

    private static void WriteWarnings(MarkdownText text, FoldRunReport run)
    {
        string[] warnings = [.. run.Warnings, .. run.Verification?.Warnings ?? []];
        if (warnings.Length == 0) return;
        text.Heading(warnings.Length == 1 ? "Warning" : "Warnings");
        foreach (var warning in warnings) text.Line($"- {Plain(warning)}");
    }

    private static void WriteRun(MarkdownText text, FoldRunReport run) => text.Collapsed("Run", () =>
    {
        var circumstances = Wording.Circumstances(run).Select(fact => new[] { fact.Title, fact.Title == "command" ? Code(fact.Value) : Plain(fact.Value) });
        var feeds = (run.Verification?.Inputs ?? []).Select(input => new[] { $"fed to {Code(input.Name)}", Plain(Wording.Feed(input)) });
        text.Table(["", ""], circumstances.Concat(feeds));
    });
}
