namespace BnFold.Verification;

/// <summary>
/// Names that stand for different values in two models and for no value of the original that could be found. Such a name is no place to
/// compare at, and what lies behind it is.
/// </summary>
internal static class ReusedNames
{
    /// <summary>Values that differ both when computed from the same and when the models run as a whole.</summary>
    /// <exception cref="ModelRunException">ONNX Runtime can't run one of the models.</exception>
    public static IReadOnlySet<string> Find(Subject subject, IEnumerable<string> suspects, CancellationToken cancellation)
    {
        var reused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in MemoryGroups.Of(suspects, value => 2 * subject.Values.EstimateBytes(value), subject.Options.MemoryLimit))
        {
            using var original = new ExcerptSession(subject.Original, group, subject.Inputs);
            using var other = new ExcerptSession(subject.Other, group, subject.Inputs);
            using var inputs = subject.Sample(0);
            using var expected = original.Run(inputs, cancellation);
            using var found = other.Run(inputs, cancellation);
            foreach (var value in group)
            {
                var deviation = TensorComparer.Compare(expected[value], found[value]);
                var limit = subject.LimitOfOutput(value);
                if (deviation.Problem is not null || deviation.Max > limit.For(deviation.Range)) reused.Add(value);
            }
        }
        return reused;
    }
}
