namespace BnFold.Verification;

/// <summary>
/// Finds what reused names stand for. A tool that folds a node into its producer may let the result go by the producer's name: the other
/// model's value is then the original's behind that, whose own name is gone.
/// </summary>
internal static class NameAlignment
{
    private const int MaxCandidates = 8;

    /// <summary>Names of the other model that are nearer to another value of the original than to the one they name, with that value.</summary>
    /// <param name="subject">The two models.</param>
    /// <param name="suspects">Values that don't agree by name.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <exception cref="ModelRunException">ONNX Runtime can't run one of the models.</exception>
    public static IReadOnlyDictionary<string, string> Find(Subject subject, IEnumerable<string> suspects, CancellationToken cancellation)
    {
        var candidates = suspects.Select(value => (Value: value, Others: (IReadOnlyList<string>)Candidates(subject, value)))
            .Where(pair => pair.Others.Count > 0).ToDictionary(pair => pair.Value, pair => pair.Others, StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in MemoryGroups.Of(candidates, pair => 2 * Bytes(subject, pair), subject.Options.MemoryLimit))
            Match(subject, group, names, cancellation);
        return names;
    }

    /// <summary>Whether the value may go by another name: a value behind it has lost its own.</summary>
    public static bool IsPossible(Subject subject, string value) => Candidates(subject, value).Count > 0;

    private static void Match(
        Subject subject,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> group,
        Dictionary<string, string> names,
        CancellationToken cancellation)
    {
        var wanted = group.SelectMany(pair => pair.Value.Prepend(pair.Key));
        using var original = new ExcerptSession(subject.Original, wanted, subject.Inputs);
        using var other = new ExcerptSession(subject.Other, group.Select(pair => pair.Key), subject.Inputs);
        using var inputs = subject.Sample(0);
        using var expected = original.Run(inputs, cancellation);
        using var found = other.Run(inputs, cancellation);
        foreach (var (value, others) in group)
        {
            var best = others.Prepend(value).MinBy(candidate => Distance(TensorComparer.Compare(expected[candidate], found[value])))!;
            if (best != value && !names.ContainsValue(best)) names[value] = best;
        }
    }

    /// <summary>Values behind this one, as far as their names are gone from the other model.</summary>
    private static List<string> Candidates(Subject subject, string value)
    {
        var found = new List<string>();
        var pending = new Queue<string>([value]);
        while (pending.TryDequeue(out var name) && found.Count < MaxCandidates)
        {
            foreach (var output in subject.Original.Graph.Readers(name).SelectMany(node => node.Output))
            {
                if (output.Length == 0 || subject.Other.Graph.IsNamed(output) || found.Contains(output)) continue;
                pending.Enqueue(output);
                if (subject.Values.TypeOf(output) is { } type && type == subject.Values.TypeOf(value)) found.Add(output);
            }
        }
        return found;
    }

    private static long Bytes(Subject subject, KeyValuePair<string, IReadOnlyList<string>> pair) =>
        subject.Values.EstimateBytes(pair.Key) + pair.Value.Sum(subject.Values.EstimateBytes);

    private static double Distance(Deviation deviation) => deviation switch
    {
        { Problem: not null } => double.PositiveInfinity,
        { Range: 0 } => deviation.Max == 0 ? 0 : double.MaxValue,
        _ => deviation.Max / deviation.Range,
    };
}
