using BnFold.Cli.Reports.Written;
using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>How much of its limit every BatchNormalization uses, in the order of the file.</summary>
internal static class ParitySection
{
    public static void Write(Markup html, CheckRunReport run)
    {
        BatchNormCheck[] compared = [.. run.Check.Nodes.Where(CheckWording.IsCompared)];
        if (compared.Length == 0) return;
        DotSeries[] series = [new("ONNX Runtime against the reference, at worst", DotMark.Dot), new("limit", DotMark.Stroke)];
        var plot = new DotPlot(series, "node", "of limit", "difference as a share of its limit");
        DotRow[] rows = [.. compared.Select(Row)];
        Section.Write(html, "Node by node", "in the order of the file", isOpen: true, () =>
            plot.Write(html, rows, new LogAxis(rows.SelectMany(row => row.Values.OfType<double>()))));
    }

    private static DotRow Row(BatchNormCheck node) => new()
    {
        Name = node.Node,
        Note = FactRow.In(node.Inside),
        Values = [node.MaxShareOfLimit, 1],
        Figure = node.MaxDifference == 0 ? "exact" : Figures.Percent(node.MaxShareOfLimit),
        IsBad = node.Verdict is BatchNormCheckVerdict.Differs,
    };
}
