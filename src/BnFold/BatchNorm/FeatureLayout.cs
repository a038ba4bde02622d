using System.Globalization;
using System.Numerics;

namespace BnFold.BatchNorm;

/// <summary>Which element of [N, C, D1, …, Dn] belongs to which entry of the parameter vectors.</summary>
internal readonly record struct FeatureLayout
{
    private FeatureLayout(int elements, int features, int stride)
    {
        Features = features;
        ElementsPerFeature = features == 0 ? 0 : elements / features;
        Stride = stride;
    }

    public int Features { get; }

    /// <summary>Elements of one entry in a row: D1·…·Dn where an entry is a channel, 1 where there is one for each element of a sample.</summary>
    public int Stride { get; }

    /// <summary>How many elements share one mean and variance: m of the paper.</summary>
    public int ElementsPerFeature { get; }

    /// <summary>Fits shape, number of elements and number of parameters together, or throws <see cref="ArgumentException"/>.</summary>
    public static FeatureLayout Of(ReadOnlySpan<long> dims, int elements, int features)
    {
        if (dims.IsEmpty) throw new ArgumentException("a scalar has no channels; expected rank 1 or more", nameof(dims));
        foreach (var dim in dims)
        {
            if (dim < 0) throw new ArgumentException(Invariant($"{Text(dims)} has a negative dimension"), nameof(dims));
        }

        if (Product(dims) != elements)
        {
            throw new ArgumentException(Invariant($"{Text(dims)} asks for {Product(dims)} elements, found {elements}"), nameof(dims));
        }

        // Opset 9: a single dimension is N, and C is taken as 1.
        var channels = dims.Length == 1 ? 1 : dims[1];
        var spatial = dims.Length == 1 ? 1 : Product(dims[2..]);
        if (features == channels) return new FeatureLayout(elements, features, stride: elements == 0 ? 1 : (int)spatial);
        if (features == channels * spatial) return new FeatureLayout(elements, features, stride: 1);
        throw new ArgumentException(
            Invariant($"{Text(dims)} takes {channels} parameters, or {channels * spatial} with spatial = 0; found {features}"));
    }

    public int FeatureOf(int element) => element / Stride % Features;

    private static BigInteger Product(ReadOnlySpan<long> dims)
    {
        var product = BigInteger.One;
        foreach (var dim in dims) product *= dim;
        return product;
    }

    private static string Text(ReadOnlySpan<long> dims) =>
        $"[{string.Join(", ", dims.ToArray().Select(dim => dim.ToString(CultureInfo.InvariantCulture)))}]";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
