using System.Numerics;
using System.Runtime.CompilerServices;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Compares tensors block by block, so that no large one is ever widened whole.</summary>
internal static class TensorComparer
{
    private const int BlockLength = 2048;

    /// <exception cref="NotSupportedException">A tensor has more than 2 GB.</exception>
    public static Deviation Compare(OrtTensor original, OrtTensor other)
    {
        if (original.Kind != other.Kind) return Deviation.Of($"is of kind {other.Kind}, in the original {original.Kind}");
        if (!original.IsTensor) return CompareItems(original.Items(), other.Items());

        var type = (ElementType)original.ElementType;
        if (original.ElementType != other.ElementType)
            return Deviation.Of($"is of type {(ElementType)other.ElementType}, in the original {type}");
        if (!original.Dims.SequenceEqual(other.Dims))
            return Deviation.OfShape($"has the shape [{string.Join(", ", other.Dims)}], in the original [{string.Join(", ", original.Dims)}]");
        if (type == ElementType.String) return CompareStrings(original.ReadStrings(), other.ReadStrings());
        return Compare(original.Bytes, other.Bytes, type);
    }

    /// <summary>Compares two tensors of one type and length.</summary>
    public static Deviation Compare(ReadOnlySpan<byte> original, ReadOnlySpan<byte> other, ElementType type)
    {
        var isExact = !TensorCodec.IsFloating(type) && !original.SequenceEqual(other);
        if (TensorCodec.IsReadable(type)) return new Blocks(type, isExact).Compare(original, other);
        return isExact ? Deviation.Of($"differs from the original; elements of type {type} are compared bit by bit") : default;
    }

    /// <summary>Whether every element is a number and not infinite; what is not floating-point always is.</summary>
    public static bool IsFinite(OrtTensor tensor)
    {
        var type = (ElementType)tensor.ElementType;
        if (!TensorCodec.IsFloating(type)) return true;
        var size = TensorCodec.ByteSize(type);
        var block = new double[BlockLength];
        for (ReadOnlySpan<byte> bytes = tensor.Bytes; !bytes.IsEmpty;)
        {
            var values = block.AsSpan(0, Math.Min(BlockLength, bytes.Length / size));
            TensorCodec.ReadDoubles(bytes, type, values);
            if (!Blocks.TryFinite(values, values, out _, out _)) return false;
            bytes = bytes[(values.Length * size)..];
        }
        return true;
    }

    private static Deviation CompareStrings(string[] original, string[] other)
    {
        for (var i = 0; i < original.Length; i++)
        {
            if (original[i] != other[i]) return new(0, 0, i, 0, 0, $"is '{other[i]}' where the original has '{original[i]}'");
        }
        return default;
    }

    /// <summary>Sequences and maps: the worst of their parts.</summary>
    private static Deviation CompareItems(IReadOnlyList<OrtTensor> original, IReadOnlyList<OrtTensor> other)
    {
        try
        {
            if (original.Count != other.Count) return Deviation.OfShape($"has {other.Count} items, in the original {original.Count}");
            var parts = original.Zip(other, Compare).ToArray();
            var worst = parts.OrderByDescending(part => part.Problem is not null).ThenByDescending(part => part.Max).FirstOrDefault();
            return worst with { Range = parts.Select(part => part.Range).DefaultIfEmpty().Max() };
        }
        finally
        {
            foreach (var item in original.Concat(other)) item.Dispose();
        }
    }

    private sealed class Blocks(ElementType type, bool isExact)
    {
        private double _max;
        private double _range;
        private long _index;
        private double _original;
        private double _other;
        private string? _problem;
        private long _mismatches;

        public Deviation Compare(ReadOnlySpan<byte> original, ReadOnlySpan<byte> other)
        {
            var size = TensorCodec.ByteSize(type);
            var count = original.Length / size;
            var block = new double[2 * BlockLength];
            var isItself = original == other;
            for (var start = 0; start < count && _problem is null; start += BlockLength)
            {
                var length = Math.Min(BlockLength, count - start);
                var one = block.AsSpan(0, length);
                var two = isItself ? one : block.AsSpan(BlockLength, length);
                TensorCodec.ReadDoubles(original[(start * size)..], type, one);
                if (!isItself) TensorCodec.ReadDoubles(other[(start * size)..], type, two);
                if (!TryFinite(one, two, out var max, out var range) || max > (isExact ? 0 : _max)) Scan(one, two, start);
                else _range = Math.Max(_range, range);
            }
            if (isExact && _max == 0) _problem ??= "differs from the original in digits that a double does not hold";
            return new(_max, _range, _index, _original, _other, _problem, _mismatches);
        }

        /// <summary>The two maxima of a block, if all of its elements are finite.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static bool TryFinite(ReadOnlySpan<double> original, ReadOnlySpan<double> other, out double max, out double range)
        {
            var worst = Vector<double>.Zero;
            var largest = Vector<double>.Zero;
            var finite = Vector<double>.Zero; // x − x is 0 for finite x only
            var i = 0;
            for (; i <= original.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var one = new Vector<double>(original[i..]);
                var two = new Vector<double>(other[i..]);
                worst = Vector.Max(worst, Vector.Abs(one - two));
                largest = Vector.Max(largest, Vector.Abs(one));
                finite += (one - one) + (two - two);
            }
            max = range = 0;
            for (var lane = 0; lane < Vector<double>.Count; lane++)
            {
                max = Math.Max(max, worst[lane]);
                range = Math.Max(range, largest[lane]);
            }
            var isFinite = Vector.EqualsAll(finite, Vector<double>.Zero);
            for (; i < original.Length; i++)
            {
                max = Math.Max(max, Math.Abs(original[i] - other[i]));
                range = Math.Max(range, Math.Abs(original[i]));
                isFinite &= double.IsFinite(original[i]) && double.IsFinite(other[i]);
            }
            return isFinite;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Scan(ReadOnlySpan<double> original, ReadOnlySpan<double> other, long start)
        {
            for (var i = 0; i < original.Length; i++)
            {
                var (one, two) = (original[i], other[i]);
                if (double.IsFinite(one)) _range = Math.Max(_range, Math.Abs(one));
                if (double.IsFinite(one) && double.IsFinite(two))
                {
                    if (isExact && one != two) _mismatches++;
                    if (Math.Abs(one - two) <= _max) continue;
                    _max = Math.Abs(one - two);
                }
                else if (one.Equals(two)) // NaN equals NaN here, and each infinity itself
                {
                    continue;
                }
                else
                {
                    _problem = FormattableString.Invariant($"is {two:g6} where the original has {one:g6}");
                }
                (_index, _original, _other) = (start + i, one, two);
                if (_problem is not null) return;
            }
        }
    }
}
