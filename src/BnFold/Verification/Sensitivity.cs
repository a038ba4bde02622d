using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// How far the original's own results move when it runs again, and when what it is fed moves a little: by what a layer's rounding may
/// move a value. A computation that amplifies this, by cancellation, by depth, or because it jumps from one integer to the next, can't be
/// asked to agree more closely with another than with itself.
/// </summary>
internal sealed class Sensitivity : IDisposable
{
    // One direction may miss a near tie; all inputs larger by one factor is what shows cancellation.
    private const int Directions = 4;
    private const int BlockLength = 4096;

    private readonly ExcerptSession _session;
    private readonly string[] _values;

    /// <exception cref="ModelRunException">ONNX Runtime can't open the excerpt.</exception>
    public Sensitivity(RunnableModel original, IEnumerable<string> values, IReadOnlyDictionary<string, ValueInfoProto> fed)
    {
        _values = [.. values.Distinct()];
        _session = new(original, _values, fed);
    }

    /// <summary>How far each value moves, by name.</summary>
    /// <param name="fed">What the values were computed from.</param>
    /// <param name="results">The values, as they were computed.</param>
    /// <param name="amplitude">How much to move, as a share of the range of what is fed.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <exception cref="ModelRunException">An operator failed.</exception>
    public IReadOnlyDictionary<string, Movement> Measure(TensorSet fed, TensorSet results, double amplitude, CancellationToken cancellation)
    {
        var again = Compare(fed, results, cancellation);
        var moved = Enumerable.Range(0, Directions).Select(direction =>
        {
            using var perturbed = Perturb(fed, amplitude, direction);
            return Compare(perturbed, results, cancellation);
        }).ToArray();
        return _values.ToDictionary(value => value, value => Movement.Of(again[value], [.. moved.Select(run => run[value])]), StringComparer.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    private Dictionary<string, Deviation> Compare(TensorSet fed, TensorSet results, CancellationToken cancellation)
    {
        using var run = _session.Run(fed, cancellation);
        return _values.ToDictionary(value => value, value => TensorComparer.Compare(results[value], run[value]), StringComparer.Ordinal);
    }

    private TensorSet Perturb(TensorSet fed, double amplitude, int direction)
    {
        var perturbed = new TensorSet();
        var number = 0;
        foreach (var name in _session.Inputs)
        {
            var copy = Copy(fed[name]);
            perturbed.Add(name, copy);
            if (TensorCodec.IsFloating((ElementType)copy.ElementType)) Move(copy, amplitude, direction == 0 ? null : new(direction, number++));
        }
        return perturbed;
    }

    private static OrtTensor Copy(OrtTensor tensor)
    {
        long[] dims = [.. tensor.Dims];
        if ((ElementType)tensor.ElementType == ElementType.String) return OrtTensor.CreateStrings(dims, tensor.ReadStrings());
        var copy = OrtTensor.Create(tensor.ElementType, dims);
        tensor.Bytes.CopyTo(copy.Bytes);
        return copy;
    }

    private static void Move(OrtTensor tensor, double amplitude, Noise? noise)
    {
        var type = (ElementType)tensor.ElementType;
        var size = TensorCodec.ByteSize(type);
        var range = TensorComparer.Compare(tensor.Bytes, tensor.Bytes, type).Range;
        var block = new double[BlockLength];
        for (var bytes = tensor.Bytes; !bytes.IsEmpty;)
        {
            var values = block.AsSpan(0, Math.Min(BlockLength, bytes.Length / size));
            TensorCodec.ReadDoubles(bytes, type, values);
            foreach (ref var value in values) value += amplitude * (noise is null ? value : range * noise.Signed());
            TensorCodec.WriteDoubles(values, type, bytes);
            bytes = bytes[(values.Length * size)..];
        }
    }
}
