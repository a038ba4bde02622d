using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>How long a run takes, at both levels.</summary>
internal static class LatencySection
{
    public static void Write(Markup html, BenchRunReport run)
    {
        DotRow[] rows =
        [
            .. run.Benchmark.Models.Select(model => Row(model, model.Default, "as ONNX Runtime optimises it")),
            .. run.Benchmark.Models.Where(model => model.Unoptimized is not null)
                .Select(model => Row(model, model.Unoptimized!, "at level 0, as it is written")),
        ];
        if (rows.Length == 0) return;
        DotSeries[] series =
        [
            new("one run in 20 took no longer", DotMark.Ring), new("median", DotMark.Dot), new("19 in 20 took no longer", DotMark.Stroke),
        ];
        var plot = new DotPlot(series, "model", "median", "time of a run in ms, logarithmic");
        Section.Write(html, "Latency", "and how far single runs are apart", isOpen: true, () =>
            plot.Write(html, rows, new LogAxis(rows.SelectMany(row => row.Values.OfType<double>()))));
    }

    private static DotRow Row(BenchmarkedModel model, ModelSpeed speed, string note) => new()
    {
        Name = Path.GetFileName(model.Path),
        Note = note,
        Values = [speed.Latency.P5 * 1e3, speed.Latency.Median * 1e3, speed.Latency.P95 * 1e3],
        Figure = Figures.Duration(speed.Latency.Median),
        IsJoined = true,
    };
}
