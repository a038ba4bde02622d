using BnFold.Cli.Reports.Written;
using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>The outputs, and every changed place with how far it is off.</summary>
internal static class VerificationSection
{
    /// <param name="html">Where to.</param>
    /// <param name="verification">What was compared; null for nothing.</param>
    /// <param name="other">What the model is that is compared with the original, in a word.</param>
    public static void Write(Markup html, VerificationFacts? verification, string other)
    {
        if (verification is null or { Verdict: Verdict.Identical }) return;
        Section.Write(html, "Verification", Note(verification), isOpen: true, () =>
        {
            if (verification.FirstDifference is { } first)
                html.Element("p", $"First difference: {VerificationText.Where(first, other)}", ("class", "bad"));
            WriteOutputs(html, "Outputs, both models run as they are written", verification.Outputs);
            WriteOutputs(html, $"Outputs of the {other} model as ONNX Runtime optimises it", verification.OptimizedOutputs);
            foreach (var note in VerificationText.Notes(verification, other)) html.Element("p", $"{note}.");
            if (verification.Sites.Count > 0) WriteSites(html, verification, other);
        });
    }

    private static string Note(VerificationFacts verification) =>
        verification.OnnxRuntime is { } version ? $"ONNX Runtime {version}" : "ONNX Runtime is missing";

    private static void WriteOutputs(Markup html, string title, IReadOnlyList<ValueFacts> outputs)
    {
        if (outputs.Count == 0) return;
        html.Element("h3", title);
        Section.Table(html, ValueTable.Of("output", outputs));
    }

    private static void WriteSites(Markup html, VerificationFacts verification, string other)
    {
        html.Element("h3", "Each changed place by itself");
        html.Element("p", "Both models compute it from the original's own intermediate results, so that an error here is made here.", ("class", "note"));
        if (TruthText.Line(verification, other) is { } truth) html.Element("p", $"{truth}.", ("class", "note"));
        DotSeries[] series =
        [
            new($"{other} against original, at worst", DotMark.Dot),
            new("limit", DotMark.Stroke),
            new("original against exact values, RMS", DotMark.Ring),
            new($"{other} against exact values, RMS", DotMark.Diamond),
        ];
        var plot = new DotPlot(series, "value", "of limit", "difference as a share of the value's range");
        DotRow[] rows = [.. verification.Sites.Select(Row)];
        var axis = new LogAxis(rows.SelectMany(row => row.Values.OfType<double>()));
        if (rows.Length <= Section.MaxOpen)
        {
            plot.Write(html, rows, axis);
            return;
        }
        var worst = verification.Sites.OrderBy(site => site.Value.Agrees).ThenByDescending(site => Shares.OfAllowance(site.Value))
            .Take(Section.MaxOpen / 2);
        html.Element("p", $"The {Section.MaxOpen / 2} of {rows.Length} closest to their limit:", ("class", "note"));
        plot.Write(html, [.. worst.Select(Row)], axis);
        html.Open("details").Element("summary", $"All {rows.Length}, in the order of the graph");
        plot.Write(html, rows, axis);
        html.Close();
    }

    private static DotRow Row(SiteFacts site) => new()
    {
        Name = site.Value.Name,
        Note = site.Value.Problem ?? site.Value.Excuse ?? (site.Value.Agrees ? null : "beyond its limit"),
        Values =
        [
            Shares.OfDifference(site.Value),
            site.Value.Limit > 0 ? Shares.OfLimit(site.Value) : null,
            site.Truth is { } original ? Shares.OfRange(original.OriginalError, site.Value) : null,
            site.Truth is { } folded ? Shares.OfRange(folded.FoldedError, site.Value) : null,
        ],
        Figure = site.Value is { Limit: 0, MaxDifference: 0 } ? "exact" : Figures.Percent(Shares.OfAllowance(site.Value)),
        IsBad = !site.Value.Agrees,
    };
}
