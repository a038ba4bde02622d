using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A measurement in the words that its written reports share.</summary>
internal static class StatsWording
{
    private const int MaxListed = 20;

    public static Overview Overview(StatsRunReport run) => new()
    {
        Command = "bnfold stats",
        Model = run.Model.Path,
        Headline = Headline(run),
        Remarks = [.. Remarks(run)],
        Files = [FileColumn.Of("model", run.Model)],
        Run = Circumstance.Of(
            run.CommandLine, run.Environment, run.ElapsedSeconds, run.OnnxRuntime,
            new Circumstance("samples", $"{run.Samples} in {Figures.Count(run.Files, "file")}, {run.SkippedCount} skipped, {run.LeftOut} left out"),
            new Circumstance("threshold", $"{Figures.Magnitude(run.Threshold)} σ")),
    };

    /// <summary>Each layer that was measured: all its channels, and the worst.</summary>
    public static FactTable Nodes(StatsRunReport run) => new(
        [
            "node", "channels", "drift, σ", "worst channel", "its drift, σ", "its mean shift, σ", "its variance ×", "KL, nats",
            "beyond threshold", "scale of 0",
        ],
        [.. run.Nodes.Where(node => node.Distance is not null).Select(Row)]);

    public static FactTable NotMeasured(StatsRunReport run) => new(
        ["node", "why"],
        [
            .. run.Nodes.Where(node => node.NotMeasured is not null)
                .Select(node => new FactRow(node.Node) { Note = FactRow.In(node.Inside), Remark = node.NotMeasured }),
        ]);

    private static FactRow Row(NodeDriftFacts node)
    {
        string[] worst = node.Worst is [var first, ..]
            ?
            [
                Figures.Whole(first.Channel), Figures.Magnitude(first.Distance), Figures.Signed(first.MeanShift),
                Figures.Magnitude(first.VarianceRatio),
            ]
            : ["–", "–", "–", "–"];
        return new(
            node.Node,
            [
                node.Channels is { } channels ? Figures.Whole(channels) : "–", Figures.Magnitude(node.Distance!.Value), .. worst,
                Figures.Magnitude(node.Divergence!.Value), Figures.Percent(node.BeyondThreshold), Figures.Whole(node.Unscaled.Count),
            ])
        {
            Note = FactRow.In(node.Inside),
            IsBad = node.Verdict is DriftVerdict.Drifts,
        };
    }

    private static Headline Headline(StatsRunReport run)
    {
        var (verdict, tone) = run.Verdict switch
        {
            DriftVerdict.Fits => ("Fits", "good"),
            DriftVerdict.Drifts => ("Drifts", "mixed"),
            _ => ("Not measured", "mixed"),
        };
        var drifting = run.Nodes.Count(node => node.Verdict is DriftVerdict.Drifts);
        var count = run.Nodes.Count == 0
            ? "The model has no BatchNormalization."
            : $"{drifting} of {run.Nodes.Count} BatchNormalization get from the data what is not stored in them.";
        return new(
            verdict, tone, count,
            $"{Figures.Percent(run.BeyondThreshold)} of all channels are farther off than {Figures.Magnitude(run.Threshold)} σ. "
                + $"{Figures.Count(run.Samples, "sample")}; chance alone may move a mean by {Figures.Magnitude(run.Uncertainty)} σ.");
    }

    private static IEnumerable<string> Remarks(StatsRunReport run) =>
    [
        .. run.Nodes.Where(node => node.NotFinite > 0).Select(node => $"{node.Node}: got {node.NotFinite} numbers that are not finite"),
        .. run.Nodes.Where(node => node.Constant.Count > 0)
            .Select(node => $"{node.Node}: gets a constant in channels {Listed(node.Constant)}"),
        .. run.Nodes.Where(node => node.Unscaled.Count > 0)
            .Select(node => $"{node.Node}: has a scale of 0 in channels {Listed(node.Unscaled)}"),
        .. run.Skipped.Select(skipped => $"skipped: {skipped.Problem}"),
        .. run.SkippedCount > run.Skipped.Count ? [$"skipped: {run.SkippedCount - run.Skipped.Count} more"] : Array.Empty<string>(),
    ];

    private static string Listed(IReadOnlyList<int> channels) =>
        string.Join(", ", channels.Take(MaxListed)) + (channels.Count > MaxListed ? $" and {channels.Count - MaxListed} more" : "");
}
