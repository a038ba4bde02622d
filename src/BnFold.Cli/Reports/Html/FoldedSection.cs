using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>Every node that was folded, where it went, and the graph around it before and after.</summary>
internal static class FoldedSection
{
    public static void Write(Markup html, FoldRunReport run)
    {
        OutcomeFacts[] folded = [.. run.Outcomes.Where(outcome => outcome.Route is not null)];
        if (folded.Length == 0 && run.Arithmetic.Count == 0) return;
        var note = $"{folded.Length}, each with the graph around it";
        Section.Write(html, "Folded", note, folded.Length <= Section.MaxOpen, () =>
        {
            WriteLegend(html);
            foreach (var outcome in folded) WriteFold(html, outcome, isOpen: outcome == folded[0]);
            if (run.Arithmetic.Count > 0) WriteArithmetic(html, run.Arithmetic);
            foreach (var line in AlsoText.Lines(run)) html.Element("p", $"Also {line}.");
        });
    }

    private static void WriteLegend(Markup html)
    {
        html.Open("p", ("class", "legend"));
        foreach (var (role, label) in new[] { ("site", "folded"), ("host", "took it in"), ("carrier", "on the way"), ("added", "took its place") })
            html.Open("span").Element("i", "", ("class", $"swatch {role}")).Text(label).Close();
        html.Close();
    }

    private static void WriteFold(Markup html, OutcomeFacts outcome, bool isOpen)
    {
        if (isOpen) html.Open("details", ("class", "fold"), ("open", ""));
        else html.Open("details", ("class", "fold"));
        html.Open("summary").Element("code", outcome.Node);
        html.Element("small", Where(outcome) + OutcomeText.Way(outcome.Route, outcome.Hosts)).Close();
        html.Open("div", ("class", "graphs"));
        WriteGraph(html, "before", outcome.GraphBefore);
        WriteGraph(html, "after", outcome.GraphAfter);
        html.Close().Close();
    }

    private static string Where(OutcomeFacts outcome)
    {
        var channels = outcome.Channels is { } count ? $"{Figures.Count(count, "channel")}, " : "";
        return outcome.Inside is null ? channels : $"in {outcome.Inside}, {channels}";
    }

    private static void WriteGraph(Markup html, string title, GraphFacts? graph)
    {
        if (graph is null || graph.Nodes.Count == 0) return;
        html.Open("figure");
        GraphDrawing.Write(html, title, graph);
        var omitted = graph.Omitted > 0 ? $", {Figures.Count(graph.Omitted, "further node")} not shown" : "";
        html.Element("figcaption", title + omitted).Close();
    }

    private static void WriteArithmetic(Markup html, IReadOnlyList<ArithmeticFacts> arithmetic)
    {
        html.Open("h3").Text("Arithmetic with constants ").Element("span", $"{arithmetic.Count}", ("class", "note")).Close();
        html.Open("ul", ("class", "list"));
        foreach (var node in arithmetic)
        {
            html.Open("li").Element("code", node.Node);
            if (node.Inside is not null) html.Element("small", $"in {node.Inside}");
            html.Element("span", OutcomeText.Way(node.Route, node.Hosts)).Close();
        }
        html.Close();
    }
}
