using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>
/// A tensor known before the model runs. Edits stay symbolic — a payload that multiplies, a list of doubles — and are rounded to the
/// element type once, when the bytes are written; reading one back gives the numbers before that rounding.
/// </summary>
internal sealed class Constant(ElementType type, ImmutableArray<long> dims, Payload payload)
{
    private const int MostIntegers = 1 << 24;

    public ElementType Type { get; } = type;

    public ImmutableArray<long> Dims { get; } = dims;

    public Payload Payload { get; } = payload;

    public int Rank => Dims.Length;

    public long Count { get; } = dims.Aggregate(1L, static (product, dim) => product * dim);

    public bool IsFloating => TensorCodec.IsFloating(Type);

    /// <summary>Comes from a file of its own, and so do the tensors made from it.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Set where these are quantized numbers; scaled, they stay that.</summary>
    public Quantization? Quantization { get; init; }

    /// <summary>Quantized numbers, or computed from such: not to be replaced by plain ones behind the user's back.</summary>
    public bool IsQuantized => Quantization is not null || IsFromQuantized;

    /// <summary>Computed from quantized numbers, which are out of reach.</summary>
    public bool IsFromQuantized { get; init; }

    /// <summary>Why these numbers can't be written; null when they can.</summary>
    public string? Refusal { get; init; }

    public static Constant OfDoubles(ElementType type, ImmutableArray<long> dims, double[] values) => new(type, dims, new RoundedPayload(type, values));

    public double[] ToDoubles()
    {
        var values = new double[checked((int)Count)];
        ReadDoubles(0, values);
        return values;
    }

    /// <summary>The elements from number <paramref name="first"/> on, before any rounding that is still to come.</summary>
    public void ReadDoubles(long first, Span<double> destination) => PayloadNumbers.Read(Payload, Type, first, destination);

    /// <summary>The elements of a list of axes, sizes or indices.</summary>
    /// <exception cref="OverflowException">There are more than any of these has.</exception>
    public long[] ToIntegers() =>
        Count <= MostIntegers ? Array.ConvertAll(ToDoubles(), static v => (long)v) : throw new OverflowException($"a list of {Count} integers");

    /// <summary>Multiplied element by element with coefficients that broadcast to its dims.</summary>
    public Constant Scale(Coefficients factor)
    {
        if (factor.IsUniformly(1)) return this;
        string? refusal = null;
        if (Quantization is not null && Quantization.TryScale(factor, out var quantization, out refusal)) return quantization.ToConstant();
        if (IsFromQuantized) refusal = "it is computed from quantized numbers, which it would replace";
        var payload = Payload is ScaledPayload scaled ? scaled.Times(factor) : new ScaledPayload(Payload, Type, Dims, [factor]);
        return new(Type, Dims, payload) { IsExternal = IsExternal, Refusal = refusal };
    }

    /// <summary>Dims as the small integers that coefficients count with.</summary>
    public int[] SmallDims() => [.. Dims.Select(d => checked((int)d))];
}
