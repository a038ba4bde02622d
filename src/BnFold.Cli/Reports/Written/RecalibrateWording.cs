using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A recalibration in the words that its written reports share.</summary>
internal static class RecalibrateWording
{
    public static Overview Overview(RecalibrateRunReport run) => new()
    {
        Command = "bnfold recalibrate",
        Model = run.Input.Path,
        Headline = Headline(run),
        Remarks = [.. Remarks(run)],
        Files = [FileColumn.Of("model", run.Input), FileColumn.Of("recalibrated", run.Output)],
        Run = Circumstance.Of(
            run.CommandLine, run.Environment, run.ElapsedSeconds, run.Recalibration.OnnxRuntimeVersion, Settings(run)),
    };

    /// <summary>How far every layer was off, and is now.</summary>
    public static FactTable Nodes(RecalibrateRunReport run) => new(
        [
            "node", "level", "channels", "before: drift, σ", "worst channel, σ", "beyond 0.25 σ", "its mean shift, σ", "its variance ×",
            "after: drift, σ", "worst channel, σ",
        ],
        [.. run.Recalibration.Nodes.Select(Row)]);

    public static FactTable LeftAlone(RecalibrateRunReport run) => new(
        ["node", "why"],
        [.. run.Recalibration.LeftAlone.Select(node => new FactRow(node.Node) { Note = FactRow.In(node.Inside), Remark = node.Reason })]);

    private static Headline Headline(RecalibrateRunReport run) => run.Recalibration switch
    {
        { Unsettled: [var first, ..] } => new(
            "Not written", "bad", Count(run),
            $"The statistics of '{first}' don't fit the data they were made from, so the model computes something else in every run."),
        { Nodes: [] } => new("Unchanged", "mixed", Count(run), "There is nothing to estimate: the statistics are as they were."),
        { Nodes: var nodes } => new(
            "Recalibrated", "good", Count(run),
            $"The farthest channel was off by {Farthest(nodes.Select(node => node.Before))} σ, "
                + $"and is by {Farthest(nodes.Select(node => node.After))} σ now."),
    };

    private static string Count(RecalibrateRunReport run)
    {
        var (estimated, left) = (run.Recalibration.Nodes.Count, run.Recalibration.LeftAlone.Count);
        return estimated + left == 0
            ? "The model has no BatchNormalization."
            : $"{estimated} of {Figures.Count(estimated + left, "BatchNormalization")} estimated again, {left} left alone.";
    }

    private static IEnumerable<string> Remarks(RecalibrateRunReport run)
    {
        var facts = run.Recalibration;
        if (FewSamples(facts) is { } few) yield return few;
        foreach (var node in facts.Nodes)
        {
            if (node.Kept.Count > 0) yield return $"{node.Node}: {Kept(node)}";
            if (node.Constant.Count > 0) yield return $"{node.Node}: {Constant(node)}";
        }
        foreach (var node in facts.Unsettled) yield return $"{node}: does not fit the data it was estimated from";
        if (LeftOut(facts) is { } leftOut) yield return leftOut;
        foreach (var skipped in facts.Skipped) yield return $"skipped: {skipped.Problem}";
        if (facts.SkippedCount > facts.Skipped.Count) yield return $"skipped: {facts.SkippedCount - facts.Skipped.Count} more";
    }

    /// <summary>What is said of samples that fill no batch; null if all were used.</summary>
    public static string? LeftOut(RecalibrationFacts facts) => facts.LeftOut switch
    {
        0 => null,
        1 => "1 sample at the end doesn't fill a batch and was not used",
        var count => FormattableString.Invariant($"{count} samples at the end don't fill a batch and were not used"),
    };

    /// <summary>What chance may have done to the new statistics, where that may be half of what counts as drift; else null.</summary>
    public static string? FewSamples(RecalibrationFacts facts)
    {
        if (facts.Samples == 0 || facts.Nodes.Count + facts.LeftAlone.Count == 0) return null;
        var uncertainty = 1 / Math.Sqrt(facts.Samples);
        return uncertainty > StatisticsReport.DefaultThreshold / 2 ? Figures.FewSamples(facts.Samples, uncertainty) : null;
    }

    /// <summary>What is said of channels that were left alone.</summary>
    public static string Kept(RecalibratedFacts node) =>
        $"{Figures.Channels(node.Kept)}, got the same number throughout, which tells no variance";

    /// <summary>What is said of channels whose new variance is nothing but rounding.</summary>
    public static string Constant(RecalibratedFacts node) => $"gets a constant in {Figures.Channels(node.Constant)}";

    private static FactRow Row(RecalibratedFacts node) => new(
        node.Node,
        $"{node.Level}", $"{node.Channels}",
        Figures.Magnitude(node.Before.Distance), Figures.Magnitude(node.Before.MaxDistance), Figures.Percent(node.Before.BeyondThreshold),
        Figures.Signed(node.Before.MeanShift), Figures.Magnitude(node.Before.VarianceRatio),
        Figures.Magnitude(node.After.Distance), Figures.Magnitude(node.After.MaxDistance));

    private static IEnumerable<Circumstance> Settings(RecalibrateRunReport run)
    {
        var (facts, options) = (run.Recalibration, run.Options);
        yield return new("method", options.Momentum is { } momentum
            ? FormattableString.Invariant($"running, momentum {momentum}") : options.Method.ToString().ToLowerInvariant());
        yield return new("data", string.Join(", ", options.Data));
        yield return new("samples", $"{facts.Samples}, {facts.SkippedCount} skipped, {facts.LeftOut} left out");
        yield return new("runs", $"{facts.Passes}, for {Figures.Count(facts.Levels, "level")}");
        yield return new("batches of", options.BatchSize is { } size ? $"{size}" : "what the model or the memory allows");
        yield return new("also inputs", options.FreezeInputs ? "estimated again" : "left alone");
    }

    // NaN is larger than anything here, which Math.Max says and Enumerable.Max does not.
    private static string Farthest(IEnumerable<DistanceFacts> distances) =>
        Figures.Magnitude(distances.Select(distance => distance.MaxDistance).Aggregate(Math.Max));
}
