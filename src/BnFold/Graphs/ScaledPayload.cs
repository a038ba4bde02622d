using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// A weight times coefficients: the original bytes are read, widened to double, multiplied and rounded once, a buffer at a time.
/// However many folds a weight takes in, it is rounded once.
/// </summary>
internal sealed class ScaledPayload : Payload, INumericPayload
{
    private readonly Payload _source;
    private readonly ElementType _type;
    private readonly ImmutableArray<long> _dims;
    private readonly ImmutableArray<Coefficients> _factors;
    private readonly int _size;
    private readonly long _run;

    public ScaledPayload(Payload source, ElementType type, ImmutableArray<long> dims, ImmutableArray<Coefficients> factors)
    {
        _source = source;
        _type = type;
        _dims = dims;
        _factors = factors;
        _size = TensorCodec.ByteSize(type);
        _run = UniformRun(dims, factors);
    }

    public override long Length => _source.Length;

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
        var numbers = new double[Math.Min(destination.Length / _size, Chunk)];
        for (var done = 0; done < destination.Length;)
        {
            var part = destination.Slice(done, Math.Min(destination.Length - done, numbers.Length * _size));
            var chunk = numbers.AsSpan(0, part.Length / _size);
            _source.Read(offset + done, part);
            TensorCodec.ReadDoubles(part, _type, chunk);
            Multiply((offset + done) / _size, chunk);
            if (!TensorCodec.WriteDoubles(chunk, _type, part)) throw new NonFiniteException(this);
            done += part.Length;
        }
    }

    public void ReadDoubles(long first, Span<double> destination)
    {
        if (_source is INumericPayload numeric)
            numeric.ReadDoubles(first, destination);
        else
            PayloadNumbers.Read(_source, _type, first, destination);
        Multiply(first, destination);
    }

    private const int Chunk = 1 << 13;

    private ScaledPayload With(ImmutableArray<Coefficients> factors) => new(_source, _type, _dims, factors);

    /// <summary>Number of consecutive elements over which no factor changes.</summary>
    private static long UniformRun(ImmutableArray<long> dims, ImmutableArray<Coefficients> factors)
    {
        var run = 1L;
        for (var axis = dims.Length - 1; axis >= 0 && !factors.Any(f => f.VariesOn(axis)); axis--) run *= dims[axis];
        return run;
    }

    private void Multiply(long first, Span<double> numbers)
    {
        for (var done = 0; done < numbers.Length;)
        {
            var element = first + done;
            var count = (int)Math.Min(numbers.Length - done, _run - element % _run);
            var factor = FactorAt(element);
            foreach (ref var number in numbers.Slice(done, count)) number *= factor;
            done += count;
        }
    }

    private double FactorAt(long element)
    {
        Span<int> position = stackalloc int[_dims.Length];
        for (var axis = _dims.Length - 1; axis >= 0; axis--)
        {
            position[axis] = (int)(element % _dims[axis]);
            element /= _dims[axis];
        }
        var product = 1.0;
        foreach (var factor in _factors) product *= factor.At(position);
        return product;
    }
}
