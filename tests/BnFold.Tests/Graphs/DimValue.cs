using BnFold.Graphs;

namespace BnFold.Tests.Graphs;

/// <summary>What a dim comes to when its symbols have sizes.</summary>
internal static class DimValue
{
    /// <summary>Null while a symbol in it has none; sizes of whole expressions count too.</summary>
    public static long? Of(Dim dim, IReadOnlyDictionary<string, long> sizes)
    {
        if (sizes.TryGetValue(dim.ToString(), out var size)) return size;
        long? product = dim.Coefficient;
        foreach (var factor in dim.Factors)
        {
            product *= factor switch
            {
                SumFactor sum => sum.Terms.Aggregate((long?)0, (total, term) => total + Of(term, sizes)),
                FloorFactor floor => Of(floor.Numerator, sizes) is { } numerator ? (long)Math.Floor((decimal)numerator / floor.Divisor) : null,
                _ => sizes.TryGetValue(factor.Text, out var known) ? known : null,
            };
        }
        return product;
    }
}
