using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>The outputs, and every changed place with how far it is off.</summary>
internal static class VerificationSection
{
    public static void Write(Markup html, FoldRunReport run)
    {
        if (run.Verification is not { Verdict: not Verdict.Identical } verification) return;
        Section.Write(html, "Verification", Note(verification), isOpen: true, () =>
        {
            if (verification.FirstDifference is { } first)
                html.Element("p", $"First difference: {VerificationText.Where(first, "folded model")}", ("class", "bad"));
            if (verification.Outputs.Count > 0) WriteOutputs(html, "Outputs, both models run as they are written", verification.Outputs);
            if (verification.OptimizedOutputs.Count > 0)
                WriteOutputs(html, "Outputs of the folded model as ONNX Runtime optimises it", verification.OptimizedOutputs);
            if (verification.Sites.Count > 0) WriteSites(html, verification);
        });
    }

    private static string Note(VerificationFacts verification) =>
        verification.OnnxRuntime is { } version ? $"ONNX Runtime {version}" : "ONNX Runtime is missing";

    private static void WriteOutputs(Markup html, string title, IReadOnlyList<ValueFacts> outputs)
    {
        html.Element("h3", title);
        Section.Table(html, ["output", "largest difference", "share of range", "limit"], () =>
        {
            foreach (var output in outputs)
            {
                html.Open("tr", ("class", output.Agrees ? "fine" : "bad")).Open("th", ("scope", "row")).Element("code", output.Name);
                html.Element("small", $"{output.Type} {Figures.Dims(output.Dims)}");
                if ((output.Problem ?? output.Excuse) is { } remark) html.Element("small", remark);
                html.Close();
                foreach (var figure in new[] { output.MaxDifference, Shares.OfDifference(output), Shares.OfLimit(output) })
                    html.Element("td", Figures.Scientific(figure), ("class", "number"));
                html.Close();
            }
        });
    }

    private static void WriteSites(Markup html, VerificationFacts verification)
    {
        html.Element("h3", "Each changed place by itself");
        html.Element("p", "Both models compute it from the original's own intermediate results, so that an error here is made here.", ("class", "note"));
        if (TruthText.Line(verification) is { } truth) html.Element("p", $"{truth}.", ("class", "note"));
        DotSeries[] series =
        [
            new("folded against original, at worst", DotMark.Dot),
            new("limit", DotMark.Stroke),
            new("original against exact values, RMS", DotMark.Ring),
            new("folded against exact values, RMS", DotMark.Diamond),
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
