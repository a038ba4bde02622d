using System.Runtime.InteropServices;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Notices outputs that tell nothing: they agree whatever lies before them.</summary>
internal sealed class OutputInformation
{
    private readonly Dictionary<string, List<int>> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Extremes> _extremes = new(StringComparer.Ordinal);

    /// <param name="outputs">The outputs' names.</param>
    /// <param name="values">The original's outputs for one sample.</param>
    public void Add(IEnumerable<string> outputs, TensorSet values)
    {
        foreach (var output in outputs)
        {
            var tensor = values[output];
            if (!tensor.IsTensor || !TensorCodec.IsReadable((ElementType)tensor.ElementType)) continue;
            var hash = new HashCode();
            hash.AddBytes(tensor.Bytes);
            CollectionsMarshal.GetValueRefOrAddDefault(_hashes, output, out _) ??= [];
            _hashes[output].Add(hash.ToHashCode());
            Extend(output, tensor.Bytes, (ElementType)tensor.ElementType);
        }
    }

    /// <summary>One line for each output that told nothing.</summary>
    /// <param name="hasInputs">Whether the samples differed at all.</param>
    public IEnumerable<string> Warnings(bool hasInputs)
    {
        foreach (var (output, (min, max, isSaturated, count)) in _extremes)
        {
            var what = (min, max) switch
            {
                (0, 0) => "is zero everywhere",
                _ when min == max && count > 1 => FormattableString.Invariant($"is {min:G6} everywhere"),
                _ when count > 0 && min > max => "has no finite element",
                _ when isSaturated => "is saturated: every element is −1, 0 or 1",
                _ when hasInputs && _hashes[output].Count > 1 && _hashes[output].Distinct().Count() == 1 => "is the same for all inputs",
                _ => null,
            };
            if (what is not null) yield return $"output '{output}' {what}, so that it agrees tells nothing; the values before it were compared by themselves";
        }
    }

    private void Extend(string output, ReadOnlySpan<byte> bytes, ElementType type)
    {
        var (min, max, isSaturated, count) = _extremes.GetValueOrDefault(
            output, new(double.PositiveInfinity, double.NegativeInfinity, TensorCodec.IsFloating(type), 0));
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
        _extremes[output] = new(min, max, isSaturated, count);
    }

    private sealed record Extremes(double Min, double Max, bool IsSaturated, long Count);
}
