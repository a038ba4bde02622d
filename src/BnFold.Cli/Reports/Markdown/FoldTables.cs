using BnFold.Cli.Reports.Written;
using BnFold.Cli.Text;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>What was folded, and how large the constants became that took it in.</summary>
internal static class FoldTables
{
    public static void Write(MarkdownText text, FoldRunReport run)
    {
        OutcomeFacts[] folded = [.. run.Outcomes.Where(outcome => outcome.Route is not null)];
        if (folded.Length > 0)
        {
            text.Collapsed($"Folded: {folded.Length}", () => text.Table(
                ["node", "channels", "went"],
                folded.Select(outcome => new[] { Name(outcome.Node, FactRow.In(outcome.Inside)), $"{outcome.Channels}", Plain(OutcomeText.Way(outcome.Route, outcome.Hosts)) })));
        }
        if (run.Arithmetic.Count > 0)
        {
            text.Collapsed($"Arithmetic with constants: {run.Arithmetic.Count}", () => text.Table(
                ["node", "went"],
                run.Arithmetic.Select(node => new[] { Name(node.Node, FactRow.In(node.Inside)), Plain(OutcomeText.Way(node.Route, node.Hosts)) })));
        }
        foreach (var line in AlsoText.Lines(run)) text.Paragraph(Plain($"Also {line}."));
        if (run.Weights.Count > 0)
        {
            text.Collapsed($"Weights: {run.Weights.Count}", () => text.Table(
                ["constant", "sizes", "before", "after"],
                run.Weights.Select(weight => new[]
                {
                    $"{Code(weight.Node)} {Wording.Input(weight)}",
                    Plain(Figures.Dims(weight.Dims)),
                    Wording.Range(weight.Before),
                    Wording.Range(weight.After),
                })));
        }
    }
}
