using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold check</c> as Markdown.</summary>
internal static class CheckMarkdown
{
    public static string Of(CheckRunReport run) => MarkdownReport.Of(CheckWording.Overview(run), text =>
    {
        var parity = CheckWording.Parity(run);
        if (parity.Rows.Count > MarkdownText.MaxOpen)
            text.Shown("Not in agreement", parity with { Rows = [.. parity.Rows.Where(row => row.IsBad)] });
        text.Listed("Checked", parity);
        text.Listed("Suspicious statistics", CheckWording.Suspicions(run));
    });
}
