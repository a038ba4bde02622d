namespace BnFold.Verification;

/// <summary>
/// Names that stand for different values in two models. A tool that folds a node into its producer may let the result go by the producer's
/// name; that name is then no place to compare at, and what lies behind it is.
/// </summary>
internal static class ReusedNames
{
    /// <summary>Values that differ both when computed from the same and when the models run as a whole.</summary>
    /// <exception cref="ModelRunException">ONNX Runtime can't run one of the models.</exception>
    public static IReadOnlySet<string> Find(Subject subject, SiteCheck sites, CancellationToken cancellation)
    {
        var failed = sites.Judge.Tally.All.Where(comparison => !comparison.Agrees).Select(comparison => comparison.Name);
        var suspects = failed.Except(subject.Outputs).ToArray();
        var reused = new HashSet<string>(StringComparer.Ordinal);
        if (suspects.Length == 0) return reused;

        using var original = new ExcerptSession(subject.Original, suspects, subject.Inputs);
        using var other = new ExcerptSession(subject.Other, suspects, subject.Inputs);
        using var inputs = subject.Sample(0);
        using var expected = original.Run(inputs, cancellation);
        using var found = other.Run(inputs, cancellation);
        foreach (var value in suspects)
        {
            var deviation = TensorComparer.Compare(expected[value], found[value]);
            var limit = subject.LimitOfOutput(value);
            if (deviation.Problem is not null || deviation.Max > limit.For(deviation.Range)) reused.Add(value);
        }
        return reused;
    }
}
