using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>How far every layer is off, in the order of the network.</summary>
internal static class DriftSection
{
    public static void Write(Markup html, StatsRunReport run)
    {
        NodeDriftFacts[] measured = [.. run.Nodes.Where(node => node.Distance is not null)];
        if (measured.Length == 0) return;
        DotSeries[] series =
        [
            new("all channels, root mean square", DotMark.Dot), new("worst channel", DotMark.Ring), new("threshold", DotMark.Stroke),
        ];
        var plot = new DotPlot(series, "layer", "beyond", "drift in σ, logarithmic");
        DotRow[] rows = [.. measured.Select(node => Row(node, run.Threshold))];
        Section.Write(html, "Layer by layer", "in the order of the file", isOpen: true, () =>
            plot.Write(html, rows, new LogAxis(rows.SelectMany(row => row.Values.OfType<double>()))));
    }

    private static DotRow Row(NodeDriftFacts node, double threshold) => new()
    {
        Name = node.Node,
        Note = node.Worst is [var worst, ..]
            ? $"worst is channel {worst.Channel}: mean off by {Figures.Magnitude(worst.MeanShift)} σ, variance × {Figures.Magnitude(worst.VarianceRatio)}; "
                + $"{Figures.Magnitude(node.Divergence!.Value)} nats"
            : null,
        Values = [node.Distance, node.Worst is [var first, ..] ? first.Distance : null, threshold],
        Figure = Figures.Percent(node.BeyondThreshold),
        IsBad = node.Verdict is DriftVerdict.Drifts,
        IsJoined = false,
    };
}
