using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Sums of products as an Einsum makes them, in double.</summary>
internal static class EinsumProducts
{
    // As many as a weight of ordinary size has; a larger one may have as many as it has elements.
    private const long MostTerms = 1 << 22;

    /// <summary>
    /// Σ coefficients · weight over the letters that the result lacks. Coefficients are 1 long on axes where they are all the same; so is
    /// the sum, on axes that only such coefficients have. Null where there are very many terms.
    /// </summary>
    public static Coefficients? Of(Coefficients coefficients, string term, Constant weight, string other, string result)
    {
        var sizes = new SortedDictionary<char, int>();
        Grow(term, coefficients.Dims.AsSpan());
        Grow(other, weight.SmallDims());
        char[] letters = [.. sizes.Keys];
        int[] all = [.. sizes.Values];
        var terms = BroadcastIndex.Count(all);
        if (terms > Math.Max(MostTerms, weight.Count)) return null;
        int[] kept = [.. result.Select(letter => sizes[letter])];

        var sum = new double[BroadcastIndex.Count(kept)];
        var from = new BroadcastIndex(all, Strides(term, [.. coefficients.Dims]));
        var with = new BroadcastIndex(all, Strides(other, weight.SmallDims()));
        var into = new BroadcastIndex(all, Strides(result, kept));
        var factors = weight.ToDoubles();
        for (var i = 0L; i < terms; i++) sum[into.Next()] += coefficients.Values[(int)from.Next()] * factors[with.Next()];
        return Coefficients.Create(kept, sum);

        void Grow(string axes, ReadOnlySpan<int> dims)
        {
            for (var i = 0; i < dims.Length; i++) sizes[axes[i]] = Math.Max(dims[i], sizes.GetValueOrDefault(axes[i], 1));
        }

        long[] Strides(string axes, int[] dims)
        {
            var strides = BroadcastIndex.Strides([.. dims]);
            return Array.ConvertAll(letters, letter => axes.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var axis && dims[axis] > 1 ? strides[axis] : 0);
        }
    }
}
