using BnFold.Cli.Text;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>How far outputs and changed places are off, as shares of their ranges.</summary>
internal static class VerificationTables
{
    public static void Write(MarkdownText text, FoldRunReport run)
    {
        if (run.Verification is not { Verdict: not Verdict.Identical } verification) return;
        if (verification.FirstDifference is { } first)
        {
            text.Heading("First difference");
            text.Line(Plain(VerificationText.Where(first, "folded model")));
        }
        if (verification.Outputs.Count > 0)
        {
            text.Heading("Outputs");
            WriteValues(text, "output", [.. verification.Outputs, .. verification.OptimizedOutputs], verification.Outputs.Count);
        }
        SiteFacts[] bad = [.. verification.Sites.Where(site => !site.Value.Agrees)];
        if (bad.Length > 0)
        {
            text.Heading("Places that differ");
            WriteValues(text, "value", [.. bad.Select(site => site.Value)], bad.Length);
        }
        if (verification.Sites.Count > 0)
        {
            if (TruthText.Line(verification) is { } truth) text.Paragraph(Plain($"{truth}."));
            var title = $"Each of {Figures.Count(verification.Sites.Count, "changed place")} by itself";
            text.Collapsed(title, () => WriteValues(text, "value", [.. verification.Sites.Select(site => site.Value)], verification.Sites.Count));
        }
    }

    /// <param name="text">Where to.</param>
    /// <param name="kind">Heading of the first column.</param>
    /// <param name="values">The rows.</param>
    /// <param name="plain">How many of them were computed without optimisation; those behind say that they were not.</param>
    private static void WriteValues(MarkdownText text, string kind, IReadOnlyList<ValueFacts> values, int plain) =>
        text.Table([kind, "largest difference", "share of range", "limit", ""], values.Select((value, i) => new[]
        {
            $"{Code(value.Name)} {Plain(Figures.Dims(value.Dims))}{(i < plain ? "" : ", optimised")}",
            Figures.Scientific(value.MaxDifference),
            Figures.Scientific(Shares.OfDifference(value)),
            Figures.Scientific(Shares.OfLimit(value)),
            value.Agrees ? Plain(value.Excuse ?? "agrees") : $"**differs** {Plain(value.Problem ?? "")}".TrimEnd(),
        }));
}
