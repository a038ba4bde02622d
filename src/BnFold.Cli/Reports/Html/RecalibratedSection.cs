using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>How far every layer was off, and is now, level by level.</summary>
internal static class RecalibratedSection
{
    public static void Write(Markup html, IReadOnlyList<RecalibratedFacts> nodes, IReadOnlyList<string> unsettled)
    {
        if (nodes.Count == 0) return;
        DotSeries[] series = [new("before, worst channel", DotMark.Ring), new("after, worst channel", DotMark.Dot)];
        var plot = new DotPlot(series, "layer", "after", "distance in σ, logarithmic");
        DotRow[] rows = [.. nodes.Select(node => Row(node, unsettled.Contains(node.Node)))];
        Section.Write(html, "Layer by layer", "by level, before and after", isOpen: true, () =>
            plot.Write(html, rows, new LogAxis(rows.SelectMany(row => row.Values.OfType<double>()))));
    }

    private static DotRow Row(RecalibratedFacts node, bool isBad) => new()
    {
        Name = node.Node,
        Note = $"level {node.Level}, {Figures.Count(node.Channels, "channel")}; "
            + $"before, all channels {Figures.Magnitude(node.Before.Distance)} σ",
        Values = [node.Before.MaxDistance, node.After.MaxDistance],
        Figure = Figures.Magnitude(node.After.MaxDistance),
        IsBad = isBad,
        IsJoined = true,
    };
}
