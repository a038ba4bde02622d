using BnFold.Cli.Reports.Written;
using BnFold.Cli.Text;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>How far outputs and changed places are off, as shares of their ranges.</summary>
internal static class VerificationTables
{
    /// <param name="text">Where to.</param>
    /// <param name="verification">What was compared; null for nothing.</param>
    /// <param name="other">What the model is that is compared with the original, in a word.</param>
    public static void Write(MarkdownText text, VerificationFacts? verification, string other)
    {
        if (verification is null or { Verdict: Verdict.Identical }) return;
        if (verification.FirstDifference is { } first)
        {
            text.Heading("First difference");
            text.Line(Plain(VerificationText.Where(first, other)));
        }
        text.Shown("Outputs", ValueTable.Of("output", verification.Outputs));
        text.Shown($"Outputs of the {other} model as ONNX Runtime optimises it", ValueTable.Of("output", verification.OptimizedOutputs));
        var places = ValueTable.Of("value", verification.Sites.Select(site => site.Value));
        text.Shown("Places that differ", places with { Rows = [.. places.Rows.Where(row => row.IsBad)] });
        foreach (var note in VerificationText.Notes(verification, other)) text.Paragraph(Plain($"{note}."));
        if (verification.Sites.Count == 0) return;
        if (TruthText.Line(verification, other) is { } truth) text.Paragraph(Plain($"{truth}."));
        var title = $"Each of {Figures.Count(verification.Sites.Count, "changed place")} by itself";
        text.Collapsed(title, () => text.Table(places));
    }
}
