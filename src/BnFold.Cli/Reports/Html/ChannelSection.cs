using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Reports.Html;

/// <summary>Every channel of a layer: what is stored beside what was observed.</summary>
internal static class ChannelSection
{
    public static void Write(Markup html, StatsRunReport run)
    {
        NodeDriftFacts[] measured = [.. run.Nodes.Where(node => node.Distance is not null)];
        if (measured.Length == 0) return;
        Section.Write(html, "Channel by channel", "on the diagonal, stored and observed agree", measured.Length <= Section.MaxOpen, () =>
        {
            foreach (var node in measured) WriteNode(html, node, run.Threshold);
        });
    }

    private static void WriteNode(Markup html, NodeDriftFacts node, double threshold)
    {
        html.Open("h3").Element("code", node.Node).Close();
        html.Open("div", ("class", "pair"));
        var isBad = IsBad(node, threshold);
        ScatterPlot.Write(html, "mean", node.StoredMean, node.ObservedMean, isBad);
        ScatterPlot.Write(html, "standard deviation", Roots(node.StoredVariance), Roots(node.ObservedVariance), isBad);
        html.Close();
    }

    private static bool[] IsBad(NodeDriftFacts node, double threshold)
    {
        var bad = new bool[node.StoredMean.Count];
        for (var channel = 0; channel < bad.Length; channel++)
        {
            var variance = node.StoredVariance[channel] + node.Epsilon!.Value;
            var shift = (node.ObservedMean[channel] - node.StoredMean[channel]) / Math.Sqrt(variance);
            var ratio = (node.ObservedVariance[channel] + node.Epsilon.Value) / variance;
            bad[channel] = node.Scale[channel] != 0 && !(new ChannelDrift(channel, shift, ratio).Distance <= threshold);
        }
        return bad;
    }

    private static double[] Roots(IReadOnlyList<double> variances) => [.. variances.Select(Math.Sqrt)];
}
