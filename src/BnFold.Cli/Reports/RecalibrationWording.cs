using BnFold.Cli.Text;

namespace BnFold.Cli.Reports;

/// <summary>A recalibration in the words that its written reports share.</summary>
internal static class RecalibrationWording
{
    /// <summary>What the run came to.</summary>
    public static Headline Headline(RecalibrateRunReport run) => run.Recalibration switch
    {
        { Unsettled: [var first, ..] } => new(
            "Not written", "bad",
            $"The statistics of '{first}' don't fit the data they were made from, so the model computes something else in every run."),
        { Nodes: [] } => new("Unchanged", "mixed", "There is nothing to estimate: the statistics are as they were."),
        { Nodes: var nodes } => new(
            "Recalibrated", "good",
            $"The farthest channel was off by {Farthest(nodes.Select(node => node.Before))} σ, "
                + $"and is by {Farthest(nodes.Select(node => node.After))} σ now."),
    };

    /// <summary>How many nodes were estimated.</summary>
    public static string Count(RecalibrateRunReport run)
    {
        var (estimated, left) = (run.Recalibration.Nodes.Count, run.Recalibration.LeftAlone.Count);
        return estimated + left == 0
            ? "The model has no BatchNormalization."
            : $"{estimated} of {Figures.Count(estimated + left, "BatchNormalization")} estimated again, {left} left alone.";
    }

    /// <summary>What a reader should know besides.</summary>
    public static IEnumerable<string> Remarks(RecalibrateRunReport run)
    {
        var facts = run.Recalibration;
        if (FewSamples(facts) is { } few) yield return few;
        foreach (var node in facts.Nodes)
        {
            if (node.Kept.Count > 0) yield return $"{node.Node}: {Kept(node)}";
            if (node.Constant.Count > 0) yield return $"{node.Node}: {Constant(node)}";
        }
        foreach (var node in facts.Unsettled) yield return $"{node}: does not fit the data it was estimated from";
        if (facts.LeftOut > 0) yield return $"{facts.LeftOut} samples at the end don't fill a batch and were not used";
        foreach (var skipped in facts.Skipped) yield return $"skipped: {skipped.Problem}";
        if (facts.SkippedCount > facts.Skipped.Count) yield return $"skipped: {facts.SkippedCount - facts.Skipped.Count} more";
    }

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

    /// <summary>The figures of a node, as the columns are.</summary>
    public static IReadOnlyList<string> Cells(RecalibratedFacts node) =>
    [
        $"{node.Level}", $"{node.Channels}",
        Figures.Magnitude(node.Before.Distance), Figures.Magnitude(node.Before.MaxDistance), Figures.Percent(node.Before.BeyondThreshold),
        Shift(node), Figures.Magnitude(node.Before.VarianceRatio),
        Figures.Magnitude(node.After.Distance), Figures.Magnitude(node.After.MaxDistance),
    ];

    /// <summary>How far the mean moved, and where to.</summary>
    public static string Shift(RecalibratedFacts node) => (node.Before.MeanShift > 0 ? "+" : "") + Figures.Magnitude(node.Before.MeanShift);

    /// <summary>Titles of these, the node's name before them.</summary>
    public static IReadOnlyList<string> Columns =>
    [
        "node", "level", "channels", "before: drift, σ", "worst channel, σ", "beyond 0.25 σ", "its mean shift, σ", "its variance ×",
        "after: drift, σ", "worst channel, σ",
    ];

    /// <summary>What the report was made on, in a line each.</summary>
    public static IEnumerable<(string Title, string Value)> Circumstances(RecalibrateRunReport run)
    {
        var (facts, options, here) = (run.Recalibration, run.Options, run.Environment);
        yield return ("command", Wording.CommandLine(run.CommandLine));
        yield return ("method", options.Momentum is { } momentum
            ? FormattableString.Invariant($"running, momentum {momentum}") : options.Method.ToString().ToLowerInvariant());
        yield return ("data", string.Join(", ", options.Data));
        yield return ("samples", $"{facts.Samples}, {facts.SkippedCount} skipped, {facts.LeftOut} left out");
        yield return ("runs", $"{facts.Passes}, for {Figures.Count(facts.Levels, "level")}");
        yield return ("batches of", options.BatchSize is { } size ? $"{size}" : "what the model or the memory allows");
        yield return ("also inputs", options.FreezeInputs ? "estimated again" : "left alone");
        yield return ("with", $"bnfold {here.Bnfold}, ONNX Runtime {facts.OnnxRuntimeVersion ?? "–"}, .NET {here.Dotnet}, {here.Platform}");
        yield return ("time", Figures.Seconds(run.ElapsedSeconds));
    }

    // NaN is larger than anything here, which Math.Max says and Enumerable.Max does not.
    private static string Farthest(IEnumerable<DistanceFacts> distances) =>
        Figures.Magnitude(distances.Select(distance => distance.MaxDistance).Aggregate(Math.Max));
}
