using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// Holds values of the other model against the original's. What is beyond its limit gets a second look: whether the original differs from
/// itself as much.
/// </summary>
/// <param name="subject">The two models. Where the caller set a tolerance, or wants it strict, nothing is excused for being sensitive.</param>
/// <param name="fed">Where the values are cut off from what makes what they are computed from.</param>
/// <param name="limits">The limit of each value.</param>
internal sealed class Judge(Subject subject, IReadOnlyDictionary<string, ValueInfoProto> fed, Func<string, Limit> limits)
{
    private readonly Dictionary<string, string> _irreproducible = new(StringComparer.Ordinal);

    public Tally Tally { get; } = new(subject.Original.Graph);

    /// <summary>By how much values may be off beside rounding.</summary>
    public IReadOnlyDictionary<string, double> Offsets { get; init; } = new Dictionary<string, double>();

    /// <summary>Values that the original makes differently each time it runs, with a line about each.</summary>
    public IReadOnlyDictionary<string, string> Irreproducible => _irreproducible;

    /// <param name="values">What to compare.</param>
    /// <param name="inputs">What both were computed from.</param>
    /// <param name="expected">The original's.</param>
    /// <param name="found">The other's.</param>
    /// <param name="sample">Number of the sample.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <exception cref="ModelRunException">The second look failed.</exception>
    public void Compare(
        IEnumerable<string> values, TensorSet inputs, TensorSet expected, TensorSet found, int sample, CancellationToken cancellation)
    {
        var suspects = new List<ValueComparison>();
        foreach (var (value, deviation) in Deviations([.. values], expected, found))
        {
            var comparison = Tally.Describe(value, expected[value], deviation, limits(value), sample);
            if (!comparison.Agrees && !IsSettled(value)) suspects.Add(comparison);
            else Tally.Add(comparison);
        }
        if (suspects.Count > 0) LookAgain(suspects, inputs, expected, cancellation);
    }

    /// <summary>All deviations, in order; of much on all cores.</summary>
    private (string Value, Deviation Deviation)[] Deviations(string[] values, TensorSet expected, TensorSet found)
    {
        var deviations = new (string, Deviation)[values.Length];
        // Less is done before other threads have begun.
        if (values.Sum(value => CountElements(expected[value])) < 1 << 20)
            for (var i = 0; i < values.Length; i++) Compare(i);
        else
            Cores.ForEach(Enumerable.Range(0, values.Length), subject.Options.Threads, Compare);
        return deviations;

        void Compare(int i) => deviations[i] = (values[i], TensorComparer.Compare(expected[values[i]], found[values[i]]));
        static long CountElements(OrtTensor value) => value.IsTensor ? value.ElementCount : 0;
    }

    private bool IsSettled(string value) => Tally.Contains(value) && !Tally[value].Agrees;

    private void LookAgain(List<ValueComparison> suspects, TensorSet inputs, TensorSet expected, CancellationToken cancellation)
    {
        using var sensitivity = new Sensitivity(subject, suspects.Select(suspect => suspect.Name), fed, Offsets);
        var movements = sensitivity.Measure(inputs, expected, cancellation);
        foreach (var suspect in suspects) Tally.Add(suspect with { Excuse = Excuse(suspect, movements[suspect.Name]) });
    }

    private string? Excuse(ValueComparison suspect, Movement movement)
    {
        if (!movement.IsReproducible)
            return _irreproducible[suspect.Name] = $"the original itself makes '{suspect.Name}' differently each time it runs";
        if (!Tolerance.Excuses(subject.Options) || !movement.Explains(suspect)) return null;
        return $"the original itself {movement.Describe(suspect)} when what it is computed from is off by {(Offsets.Count > 0 ? "the rounding of biases to whole steps" : "a few roundings")}";
    }
}
