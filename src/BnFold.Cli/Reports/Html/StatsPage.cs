using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold stats</c> as a page.</summary>
internal static class StatsPage
{
    public static string Of(StatsRunReport run) => Page.Of(Path.GetFileName(run.Model.Path), html =>
    {
        html.Open("main");
        WriteSummary(html, run);
        DriftSection.Write(html, run);
        ChannelSection.Write(html, run);
        WriteRun(html, run);
        html.Close();
    });

    private static void WriteSummary(Markup html, StatsRunReport run)
    {
        var (verdict, tone) = run.Verdict switch
        {
            DriftVerdict.Fits => ("Fits", "good"),
            DriftVerdict.Drifts => ("Drifts", "mixed"),
            _ => ("Not measured", "mixed"),
        };
        var drifting = run.Nodes.Count(node => node.Verdict is DriftVerdict.Drifts);
        html.Open("header").Element("h1", Path.GetFileName(run.Model.Path));
        html.Open("p", ("class", "lead")).Element("strong", verdict, ("class", $"verdict {tone}"));
        html.Text($" {drifting} of {run.Nodes.Count} BatchNormalization get from the data what is not stored in them.").Close();
        html.Element("p", $"{Figures.Percent(run.BeyondThreshold)} of all channels are farther off than {Figures.Magnitude(run.Threshold)} σ. "
            + $"{run.Samples} samples; chance alone may move a mean by {Figures.Magnitude(run.Uncertainty)} σ.");
        html.Close();
        string[] remarks =
        [
            .. run.Nodes.Where(node => node.NotMeasured is not null).Select(node => $"{node.Node}: not measured: {node.NotMeasured}"),
            .. run.Nodes.Where(node => node.NotFinite > 0).Select(node => $"{node.Node}: got {node.NotFinite} numbers that are not finite"),
            .. run.Nodes.Where(node => node.Constant.Count > 0).Select(node => $"{node.Node}: gets a constant in channels {Listed(node.Constant)}"),
            .. run.Nodes.Where(node => node.Unscaled.Count > 0).Select(node => $"{node.Node}: has a scale of 0 in channels {Listed(node.Unscaled)}"),
            .. run.Skipped.Select(skipped => $"skipped: {skipped.Problem}"),
        ];
        if (remarks.Length == 0) return;
        html.Open("section", ("class", "warnings")).Element("h2", "Remarks").Open("ul");
        foreach (var remark in remarks) html.Element("li", remark);
        html.Close().Close();
    }

    private static void WriteRun(Markup html, StatsRunReport run) => Section.Write(html, "Run", "enough to repeat it", isOpen: true, () =>
    {
        html.Open("div", ("class", "scroll")).Open("table").Open("tbody");
        Row("command", Wording.CommandLine(run.CommandLine));
        Row("model", $"{run.Model.Path}, SHA-256 {run.Model.Sha256 ?? "–"}");
        Row("data", $"{run.Samples} samples in {Figures.Count(run.Files, "file")}, {run.SkippedCount} skipped, {run.LeftOut} left out");
        Row("with", $"bnfold {run.Environment.Bnfold}, ONNX Runtime {run.OnnxRuntime ?? "–"}, {run.Environment.Platform}");
        html.Close().Close().Close();

        void Row(string title, string value) =>
            html.Open("tr").Element("th", title, ("scope", "row")).Element("td", value).Close();
    });

    private static string Listed(IReadOnlyList<int> channels) =>
        string.Join(", ", channels.Take(20)) + (channels.Count > 20 ? $" and {channels.Count - 20} more" : "");
}
