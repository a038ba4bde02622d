using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Notices values that tell nothing: they agree whatever lies before them.</summary>
internal sealed class Information
{
    private readonly Dictionary<string, List<int>> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Extremes> _extremes = new(StringComparer.Ordinal);

    /// <summary>Takes the original's value for one sample.</summary>
    public void Add(string value, OrtTensor tensor)
    {
        if (!tensor.IsTensor || !TensorCodec.IsReadable((ElementType)tensor.ElementType)) return;
        var hash = new HashCode();
        hash.AddBytes(tensor.Bytes);
        CollectionsMarshal.GetValueRefOrAddDefault(_hashes, value, out _) ??= [];
        _hashes[value].Add(hash.ToHashCode());
        _extremes[value] = Extended(_extremes.GetValueOrDefault(value), tensor.Bytes, (ElementType)tensor.ElementType);
    }

    /// <summary>What makes the value blind to differences, as in "is zero everywhere"; null if nothing does.</summary>
    /// <param name="value">Its name.</param>
    /// <param name="hasInputs">Whether the samples differ at all.</param>
    public string? Blindness(string value, bool hasInputs)
    {
        if (!_extremes.TryGetValue(value, out var seen) || seen.Count == 0) return null;
        if (seen is { Min: 0, Max: 0 }) return "is zero everywhere";
        if (seen.Min == seen.Max && seen.Count > 1) return FormattableString.Invariant($"is {seen.Min:g6} everywhere");
        if (seen.Min > seen.Max) return "has no finite element";
        return hasInputs && _hashes[value].Count > 1 && _hashes[value].Distinct().Count() == 1 ? "is the same for all inputs" : null;
    }

    /// <summary>Whether only −1, 0 and 1 occur, as where a Sigmoid or Tanh is saturated.</summary>
    public bool IsSaturated(string value) => _extremes.TryGetValue(value, out var seen) && seen.IsSaturated;

    private static Extremes Extended(Extremes? known, ReadOnlySpan<byte> bytes, ElementType type)
    {
        var (min, max, isSaturated, count) = known
            ?? new(double.PositiveInfinity, double.NegativeInfinity, TensorCodec.IsFloating(type), 0);
        var size = TensorCodec.ByteSize(type);
        Span<double> block = stackalloc double[512];
        while (!bytes.IsEmpty)
        {
            var values = block[..Math.Min(block.Length, bytes.Length / size)];
            TensorCodec.ReadDoubles(bytes, type, values);
            foreach (var value in values)
            {
                isSaturated &= value is -1 or 0 or 1;
                if (!double.IsFinite(value)) continue;
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }
            count += values.Length;
            bytes = bytes[(values.Length * size)..];
        }
        return new(min, max, isSaturated, count);
    }

    private sealed record Extremes(double Min, double Max, bool IsSaturated, long Count);
}
