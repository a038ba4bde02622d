using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Holds values of the other model against the original's. What is beyond its limit gets a second look: whether the original differs from
/// itself as much.
/// </summary>
/// <param name="original">The original.</param>
/// <param name="fed">Where the values are cut off from what makes what they are computed from.</param>
/// <param name="limits">The limit of each value, and how far a second look moves what it is computed from.</param>
/// <param name="options">Says whether the caller set a tolerance; then nothing is excused for being sensitive.</param>
internal sealed class Judge(
    RunnableModel original,
    IReadOnlyDictionary<string, ValueInfoProto> fed,
    Func<string, (Limit Limit, double Amplitude)> limits,
    VerifyOptions options)
{
    private readonly Dictionary<string, string> _irreproducible = new(StringComparer.Ordinal);

    public Tally Tally { get; } = new(original.Graph);

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
        var suspects = new List<(ValueComparison Comparison, Deviation Deviation)>();
        foreach (var value in values)
        {
            var deviation = TensorComparer.Compare(expected[value], found[value]);
            var comparison = Tally.Describe(value, expected[value], deviation, limits(value).Limit, sample);
            if (!comparison.Agrees && !IsSettled(value)) suspects.Add((comparison, deviation));
            else Tally.Add(comparison);
        }
        if (suspects.Count > 0) LookAgain(suspects, inputs, expected, cancellation);
    }

    private bool IsSettled(string value) => Tally.Contains(value) && !Tally[value].Agrees;

    private void LookAgain(
        List<(ValueComparison Comparison, Deviation Deviation)> suspects, TensorSet inputs, TensorSet expected, CancellationToken cancellation)
    {
        foreach (var group in suspects.GroupBy(suspect => limits(suspect.Comparison.Name).Amplitude))
        {
            using var sensitivity = new Sensitivity(original, group.Select(suspect => suspect.Comparison.Name), fed);
            var movements = sensitivity.Measure(inputs, expected, group.Key, cancellation);
            foreach (var (comparison, deviation) in group)
                Tally.Add(comparison with { Excuse = Excuse(comparison.Name, deviation, movements[comparison.Name], group.Key) });
        }
    }

    private string? Excuse(string value, Deviation deviation, Movement movement, double amplitude)
    {
        if (!movement.IsReproducible)
            return _irreproducible[value] = $"the original itself makes '{value}' differently each time it runs";
        if (options is not { AbsoluteTolerance: null, RelativeTolerance: null } || !movement.Explains(deviation)) return null;
        return deviation.Mismatches > 0
            ? FormattableString.Invariant($"{deviation.Mismatches} elements differ; in the original itself {movement.Mismatches} do when what it is computed from moves by {amplitude:G1} of its range")
            : FormattableString.Invariant($"the original itself moves by {movement.Max:G2} when what it is computed from moves by {amplitude:G1} of its range");
    }
}
