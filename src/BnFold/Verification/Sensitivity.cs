using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// How far the original's own results move when it runs again, and when all it computes from and on its way is off by a little more than
/// rounding. A computation that amplifies this, by cancellation, by depth, or because it jumps from one integer to the next, can't be
/// asked to agree more closely with another than with itself.
/// </summary>
internal sealed class Sensitivity : IDisposable
{
    // One direction may miss a near tie; all larger by one factor is what shows cancellation.
    private const int Directions = 4;

    private readonly ExcerptSession _session;
    private readonly string[] _values;

    /// <param name="subject">The two models.</param>
    /// <param name="values">What to look at.</param>
    /// <param name="fed">Where the values are cut off from what makes what they are computed from.</param>
    /// <param name="offsets">By how much values on the way may be off beside rounding.</param>
    /// <exception cref="ModelRunException">ONNX Runtime can't open the excerpt.</exception>
    public Sensitivity(
        Subject subject, IEnumerable<string> values, IReadOnlyDictionary<string, ValueInfoProto> fed, IReadOnlyDictionary<string, double> offsets)
    {
        _values = [.. values.Distinct()];
        _session = new(subject.Original, _values, fed, excerpt => new(excerpt, subject.Values.TypeOf, offsets));
    }

    /// <summary>How far each value moves, by name.</summary>
    /// <param name="fed">What the values were computed from.</param>
    /// <param name="results">The values, as they were computed, perhaps among others: in float16 that alone can change last digits.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <exception cref="ModelRunException">An operator failed.</exception>
    public IReadOnlyDictionary<string, Movement> Measure(TensorSet fed, TensorSet results, CancellationToken cancellation)
    {
        using var still = Run(fed, _ => 0, direction: 0, cancellation);
        using var again = Run(fed, _ => 0, direction: 0, cancellation);
        var movements = new Dictionary<string, Movement>(StringComparer.Ordinal);
        foreach (var value in _values)
        {
            var repeated = TensorComparer.Compare(still[value], again[value]);
            movements[value] = Movement.Of(repeated, TensorComparer.Compare(results[value], still[value]));
        }
        for (var direction = 0; direction < Directions; direction++)
        {
            using var moved = Run(fed, AmplitudeOf, direction, cancellation);
            foreach (var value in _values) movements[value] = movements[value].And(TensorComparer.Compare(still[value], moved[value]));
        }
        return movements;
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Some roundings of a type in which sums are rounded at every step; less than one where they are not.</summary>
    private static double AmplitudeOf(ElementType type) => type switch
    {
        ElementType.Double => Math.ScaleB(1, -50),
        ElementType.Float16 => Math.ScaleB(1, -12),
        ElementType.BFloat16 => Math.ScaleB(1, -9),
        _ => Math.ScaleB(1, -21),
    };

    private TensorSet Run(TensorSet fed, Func<ElementType, double> amplitudeOf, int direction, CancellationToken cancellation)
    {
        using var moved = new TensorSet();
        foreach (var name in _session.Inputs)
        {
            var copy = TensorNoise.Copy(fed[name]);
            moved.Add(name, copy);
            if (!TensorNoise.IsFloating(copy)) continue;
            var amplitude = amplitudeOf((ElementType)copy.ElementType);
            var noise = new Noise(direction, moved.Count);
            var distance = amplitude * TensorNoise.RangeOf(copy);
            if (direction == 0) TensorNoise.Change(copy, value => value * (1 + amplitude));
            else TensorNoise.Change(copy, value => value + (distance * noise.Signed()));
        }
        _session.Stirring!.AddTo(moved, amplitudeOf, direction);
        return _session.Run(moved, cancellation);
    }
}
