using BnFold.Cli.Reports.Written;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>Every BatchNormalization that is still there, and why; many go behind a click.</summary>
internal static class KeptTables
{
    public static void Write(MarkdownText text, FoldRunReport run)
    {
        OutcomeFacts[] kept = [.. run.Outcomes.Where(outcome => outcome.Route is null)];
        if (kept.Length == 0) return;
        text.Heading($"Kept: {kept.Length}");
        if (kept.Length <= MaxOpen) WriteTable(text, kept);
        else
        {
            text.Table(["reason", "nodes"], kept.CountBy(outcome => $"{outcome.Reason}").Select(count => new[] { count.Key, $"{count.Value}" }));
            text.Collapsed($"All {kept.Length}", () => WriteTable(text, kept));
        }
    }

    private static void WriteTable(MarkdownText text, IEnumerable<OutcomeFacts> kept) =>
        text.Table(["node", "reason", "what stood in the way", "what helps"], kept.Select(outcome => new[]
        {
            Name(outcome.Node, FactRow.In(outcome.Inside)),
            $"{outcome.Reason}",
            Plain(outcome.Detail ?? "") + (outcome.ForwardDetail is null ? "" : $"; forward: {Plain(outcome.ForwardDetail)}"),
            Plain(outcome.Hint ?? "–"),
        }));
}
