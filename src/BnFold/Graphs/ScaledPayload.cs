using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// A weight times coefficients: the original bytes are read, widened to double, multiplied and rounded once, a buffer at a time.
/// However many folds a weight takes in, it is rounded once.
/// </summary>
internal sealed class ScaledPayload : NumericPayload
{
    private readonly Payload _source;
    private readonly ElementType _type;
    private readonly ImmutableArray<long> _dims;
    private readonly ImmutableArray<Coefficients> _factors;
    private readonly int _axis;
    private readonly int _entries;
    private readonly long _inner;
    private readonly bool _rowsDiffer;

    // The last one needed: most weights have the same factors for all rows. Threads may read different rows at once, so each goes on with
    // a row of its own.
    private RowFactors? _row;

    public ScaledPayload(Payload source, ElementType type, ImmutableArray<long> dims, ImmutableArray<Coefficients> factors)
        : base(type)
    {
        _source = source;
        _type = type;
        _dims = dims;
        _factors = factors;
        _axis = dims.Length - 1;
        while (_axis >= 0 && !Varies(_axis)) _axis--;
        _entries = _axis < 0 ? 1 : checked((int)dims[_axis]);
        _inner = 1;
        foreach (var dim in dims.AsSpan()[(_axis + 1)..]) _inner *= dim;
        for (var i = 0; i < _axis; i++) _rowsDiffer |= Varies(i);

        bool Varies(int axis) => factors.Any(factor => factor.VariesOn(axis));
    }

    public override long Length => _source.Length;

    /// <summary>
    /// Whether it is too small for its type as a whole: no number in it is as large as the smallest that the type holds with all digits.
    /// Nothing is lost where it is zero throughout.
    /// </summary>
    public bool IsTooSmall()
    {
        var least = TensorCodec.SmallestNormal(_type);
        var (hasAny, count) = (false, Length / ElementSize);
        // Nearly always the first number is large enough.
        var block = new double[Math.Min(count, 256)];
        for (var first = 0L; first < count; first += block.Length)
        {
            var numbers = block.AsSpan(0, (int)Math.Min(block.Length, count - first));
            ReadDoubles(first, numbers);
            foreach (var number in numbers)
            {
                if (!(Math.Abs(number) < least)) return false;
                hasAny |= number != 0;
            }
        }
        return hasAny;
    }

    /// <summary>The same weight multiplied once more; factors of equal dims become one, the others stay apart to stay small.</summary>
    public ScaledPayload Times(Coefficients factor)
    {
        for (var i = 0; i < _factors.Length; i++)
        {
            if (_factors[i].Dims.AsSpan().SequenceEqual(factor.Dims.AsSpan())) return With(_factors.SetItem(i, _factors[i] * factor));
        }
        return With(_factors.Add(factor));
    }

    public override void Read(long offset, Span<byte> destination)
    {
        // Numbers that are not rounded yet must not be on the way.
        if (_type == ElementType.Float && _source is not NumericPayload) ReadFloats(offset, destination);
        else base.Read(offset, destination);
    }

    public override void ReadDoubles(long first, Span<double> destination)
    {
        PayloadNumbers.Read(_source, _type, first, destination);
        Multiply(first, destination);
    }

    protected override void Overflowed() => throw new NonFiniteException(this);

    private ScaledPayload With(ImmutableArray<Coefficients> factors) => new(_source, _type, _dims, factors);

    /// <summary>What almost all weights are is scaled where it lies.</summary>
    private void ReadFloats(long offset, Span<byte> destination)
    {
        _source.Read(offset, destination);
        var numbers = MemoryMarshal.Cast<byte, float>(destination);
        var row = _row;
        for (var done = 0; done < numbers.Length;)
        {
            var factors = FactorsAt(offset / sizeof(float) + done, numbers.Length - done, ref row, out var count);
            var part = numbers.Slice(done, count);
            var finite = _inner == 1 ? VectorMath.Scale(part, factors) : VectorMath.Scale(part, factors[0]);
            if (!finite) Overflowed();
            done += count;
        }
        _row = row;
    }

    private void Multiply(long first, Span<double> numbers)
    {
        var row = _row;
        for (var done = 0; done < numbers.Length;)
        {
            var factors = FactorsAt(first + done, numbers.Length - done, ref row, out var count);
            var part = numbers.Slice(done, count);
            if (_inner == 1) VectorMath.Multiply(part, factors);
            else VectorMath.Multiply(part, factors[0]);
            done += count;
        }
        _row = row;
    }

    /// <summary>
    /// The factors of as many elements as stand in one row, one for each, or one for all where elements lie behind the axis. A row is the
    /// last axis that a factor varies on, with all axes behind it; each entry of that axis multiplies as many elements as lie behind.
    /// </summary>
    private ReadOnlySpan<double> FactorsAt(long element, int most, ref RowFactors? known, out int count)
    {
        var rowLength = _entries * _inner;
        var (row, within) = Math.DivRem(element, rowLength);
        var (entry, behind) = Math.DivRem(within, _inner);
        count = (int)Math.Min(most, _inner == 1 ? rowLength - within : _inner - behind);
        if (known is null || (_rowsDiffer && known.Number != row)) known = new(row, Row(row));
        return known.Factors.AsSpan((int)entry, _inner == 1 ? count : 1);
    }

    /// <summary>The product of all factors for each entry of a row.</summary>
    private double[] Row(long row)
    {
        var position = new int[_dims.Length];
        var rest = row;
        for (var axis = _axis - 1; axis >= 0; axis--) (rest, position[axis]) = (rest / _dims[axis], (int)(rest % _dims[axis]));
        var factors = new double[_entries];
        for (var entry = 0; entry < factors.Length; entry++)
        {
            if (_axis >= 0) position[_axis] = entry;
            factors[entry] = 1;
            foreach (var factor in _factors) factors[entry] *= factor.At(position);
        }
        return factors;
    }

    private sealed record RowFactors(long Number, double[] Factors);
}
