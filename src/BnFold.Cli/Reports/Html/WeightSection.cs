using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>How large the hosts' constants were and are.</summary>
internal static class WeightSection
{
    public static void Write(Markup html, FoldRunReport run)
    {
        if (run.Weights.Count == 0) return;
        var rows = run.Weights.Select(Row).ToArray();
        DotSeries[] series = [new("before", DotMark.Ring), new("after", DotMark.Dot)];
        var plot = new DotPlot(series, "constant", "after", "largest absolute value");
        var note = $"{Figures.Count(rows.Length, "constant")} before and after";
        Section.Write(html, "Weights", note, rows.Length <= Section.MaxOpen, () =>
            plot.Write(html, rows, new LogAxis(rows.SelectMany(row => row.Values.OfType<double>()))));
    }

    private static DotRow Row(WeightFacts weight) => new()
    {
        Name = weight.Node,
        Note = $"{Wording.Input(weight)} {Figures.Dims(weight.Dims)}: {Wording.Range(weight.Before)} → {Wording.Range(weight.After)}",
        Values = [weight.Before?.MaxAbsolute, weight.After?.MaxAbsolute],
        Figure = weight.After is { } after ? Figures.Magnitude(after.MaxAbsolute) : "–",
        IsJoined = true,
    };
}
