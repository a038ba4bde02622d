namespace BnFold.Benchmarking;

/// <summary>Puts ratios and profiles of two models together.</summary>
internal static class Comparison
{
    private const string FusedPrefix = "fused ";

    /// <summary>What counts as a difference at all: below that nobody gains anything, however narrow the interval.</summary>
    private const double LeastChange = 1.01;

    /// <param name="path">The other model's.</param>
    /// <param name="gone">BatchNormalizations that the original's file has and the other's has not.</param>
    /// <param name="original">What ONNX Runtime runs of the original at the default level.</param>
    /// <param name="other">What it runs of the other.</param>
    /// <param name="fast">Ratios at the default level.</param>
    /// <param name="plain">Those at level 0; null where they weren't measured.</param>
    public static BenchmarkComparison Of(
        string path, int gone, IReadOnlyList<NodeCost> original, IReadOnlyList<NodeCost> other, LevelRatios fast, LevelRatios? plain)
    {
        var changes = Changes(original, other);
        var norms = changes.Where(change => change is { OpType: "BatchNormalization", Before: not null }).ToArray();
        var total = original.Sum(node => node.Seconds);
        return new()
        {
            Path = path,
            Verdict = VerdictOf(fast.Latency, gone > 0 && norms.Length == 0 && original.Count > 0 && original.Count <= other.Count),
            Default = fast.Latency,
            Unoptimized = plain?.Latency,
            Load = fast.Load,
            UnoptimizedLoad = plain?.Load,
            BatchNormShare = total > 0 ? norms.Sum(change => change.Before!.Value) / total : 0,
            BatchNormalizations = [.. norms.OrderByDescending(change => change.Before)],
            OtherNodes = [.. changes.Except(norms).OrderByDescending(change => Math.Abs(change.Gain)).ThenBy(change => change.Node, StringComparer.Ordinal)],
        };
    }

    /// <param name="interval">At the default level.</param>
    /// <param name="areFused">Whether the original runs no BatchNormalization, nor a node more than the other, under whatever name.</param>
    public static BenchmarkVerdict VerdictOf(RatioInterval interval, bool areFused) => interval switch
    {
        { Low: > 1, Ratio: >= LeastChange } => BenchmarkVerdict.Faster,
        { High: < 1, Ratio: <= 1 / LeastChange } => BenchmarkVerdict.Slower,
        _ => areFused ? BenchmarkVerdict.FusedByRuntime : BenchmarkVerdict.NoGain,
    };

    private static NodeCostChange[] Changes(IReadOnlyList<NodeCost> original, IReadOnlyList<NodeCost> other)
    {
        var before = ByName(original);
        var after = ByName(other);
        return [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).Select(name =>
        {
            NodeCost? first = before.GetValueOrDefault(name), second = after.GetValueOrDefault(name);
            return new NodeCostChange(name, (first ?? second)!.OpType, first?.Seconds, second?.Seconds);
        })];
    }

    /// <summary>
    /// Nodes of one name, which the main graph and a body may both have, count as one; so does a node that ONNX Runtime fused the activation
    /// behind it into, and which has the same name with a prefix.
    /// </summary>
    private static Dictionary<string, NodeCost> ByName(IReadOnlyList<NodeCost> nodes) =>
        nodes.GroupBy(node => node.Node.StartsWith(FusedPrefix, StringComparison.Ordinal) ? node.Node[FusedPrefix.Length..] : node.Node, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => group.First() with { Node = group.Key, Seconds = group.Sum(node => node.Seconds) }, StringComparer.Ordinal);
}
