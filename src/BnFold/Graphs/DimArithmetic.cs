using System.Collections.Immutable;

namespace BnFold.Graphs;

/// <summary>
/// Arithmetic on dims, each result in canonical form. Null is an unknown number and stays one; it is also the answer where a result
/// is too large or too long to be of use, which bounds what a chain of operators can pile up.
/// </summary>
internal static class DimArithmetic
{
    private const int MaximumFactors = 12;
    private const int MaximumTerms = 6;
    private const int MaximumText = 160;

    public static Dim? Multiply(Dim? a, Dim? b)
    {
        if (a is not { } x || b is not { } y || Product(x.Coefficient, y.Coefficient) is not { } coefficient) return null;
        if (x.IsKnown && y.IsKnown) return coefficient;
        if (coefficient == 0 || y.Factors.IsEmpty) return new Dim(coefficient, x.Factors);
        if (x.Factors.IsEmpty) return new Dim(coefficient, y.Factors);
        var count = x.Factors.Length + y.Factors.Length;
        if (count > MaximumFactors) return null;
        return new Dim(coefficient, [.. x.Factors.Concat(y.Factors).OrderBy(static f => f.Text, StringComparer.Ordinal)]);
    }

    /// <summary>The quotient where it is proven that nothing remains. A symbol is no zero.</summary>
    public static Dim? Quotient(Dim? a, Dim? b)
    {
        if (a is not { } x || b is not { } y || y.Coefficient is 0 or -1 || x.Coefficient % y.Coefficient != 0) return null;
        var factors = x.Factors;
        foreach (var factor in y.Factors)
        {
            var index = factors.IndexOf(factor);
            if (index < 0) return null;
            factors = factors.RemoveAt(index);
        }
        return new Dim(x.Coefficient / y.Coefficient, factors);
    }

    public static Dim? Add(Dim? a, Dim? b)
    {
        if (a is null || b is null) return null;
        if (a.IsKnown && b.IsKnown) return Total(a.Coefficient, b.Coefficient);
        return Terms(a) is { } left && Terms(b) is { } right ? Sum([.. left, .. right]) : null;
    }

    public static Dim? Subtract(Dim? a, Dim? b) => Add(a, Multiply(b, -1));

    /// <summary>a / divisor rounded towards minus infinity.</summary>
    public static Dim? FloorDivide(Dim? a, long divisor)
    {
        if (a is null || divisor < 1) return null;
        return a.IsKnown ? Floor(a.Coefficient, divisor) : Terms(a) is { } terms ? FloorDivide(terms, divisor) : null;
    }

    private static Dim? FloorDivide(Dim[] terms, long divisor)
    {
        var constant = terms.FirstOrDefault(static t => t.Factors.IsEmpty)?.Coefficient ?? 0;
        var symbolic = terms.Where(static t => !t.Factors.IsEmpty);
        Dim[] divisible = [.. symbolic.Where(t => t.Coefficient % divisor == 0)];
        Dim[] others = [.. symbolic.Where(t => t.Coefficient % divisor != 0)];
        var whole = Sum([.. divisible.Select(t => new Dim(t.Coefficient / divisor, t.Factors))]);

        // Where a common divisor g of the remaining terms divides the divisor too: ⌊(g·x + c)/(g·e)⌋ = ⌊(x + ⌊c/g⌋)/e⌋.
        var common = others.Aggregate(divisor, static (g, t) => Gcd(g, t.Coefficient));
        var rest = Sum([.. others.Select(t => new Dim(t.Coefficient / common, t.Factors))]);
        divisor /= common;
        constant = Floor(constant, common);
        whole = Add(whole, Floor(constant, divisor));
        constant -= Floor(constant, divisor) * divisor;
        return Add(whole, divisor == 1 ? Add(rest, constant) : rest == 0 ? 0 : Rounded(rest, constant, divisor));
    }

    public static long Floor(long number, long divisor) => number / divisor - (number % divisor < 0 ? 1 : 0);

    private static Dim? Rounded(Dim? rest, long constant, long divisor)
    {
        // ⌊(⌊x/a⌋ + c)/b⌋ = ⌊(x + a·c)/(a·b)⌋: how often a size was halved can be seen whichever way it was done.
        if (rest is { Coefficient: 1, Factors: [FloorFactor inner] } && Product(inner.Divisor, divisor) is { } product)
            return FloorDivide(Add(inner.Numerator, Multiply(constant, inner.Divisor)), product);
        return Add(rest, constant) is { } numerator ? Short(new FloorFactor(numerator, divisor)) : null;
    }

    /// <summary>A product with one sum in it, multiplied out.</summary>
    private static Dim[]? Terms(Dim dim)
    {
        var sums = dim.Factors.OfType<SumFactor>().ToArray();
        if (sums is not [var sum]) return [dim];
        var others = new Dim(dim.Coefficient, dim.Factors.Remove(sum));
        var terms = sum.Terms.Select(t => Multiply(t, others)).ToArray();
        return terms.Any(static t => t is null) ? null : [.. terms.Select(static t => t!)];
    }

    private static Dim? Sum(ReadOnlySpan<Dim> terms)
    {
        var sum = new List<Dim>();
        foreach (var term in terms)
        {
            var like = sum.FindIndex(t => t.Factors.AsSpan().SequenceEqual(term.Factors.AsSpan()));
            if (Total(term.Coefficient, like < 0 ? 0 : sum[like].Coefficient) is not { } coefficient) return null;
            if (like >= 0) sum.RemoveAt(like);
            if (coefficient != 0) sum.Add(new(coefficient, term.Factors));
        }
        if (sum.Count < 2) return sum is [var only] ? only : 0;
        if (sum.Count > MaximumTerms) return null;
        var common = Common(sum);
        var reduced = sum.Select(t => Quotient(t, common)!)
            .OrderBy(static t => t.Factors.IsEmpty).ThenBy(static t => string.Join('*', t.Factors), StringComparer.Ordinal);
        return Multiply(common, Short(new SumFactor([.. reduced])));
    }

    private static Dim Common(List<Dim> terms)
    {
        var coefficient = terms.Aggregate(0L, static (g, t) => Gcd(g, t.Coefficient));
        var factors = terms[0].Factors;
        foreach (var term in terms)
        {
            var left = term.Factors.ToList();
            factors = [.. factors.Where(left.Remove)];
        }
        return new(coefficient, factors);
    }

    private static Dim? Short(DimFactor factor) => factor.Text.Length <= MaximumText ? Dim.Of(factor) : null;

    private static long Gcd(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return Math.Max(1, a == long.MinValue ? 1 : Math.Abs(a));
    }

    private static long? Product(long a, long b) => Math.BigMul(a, b, out var low) == low >> 63 ? low : null;

    private static long? Total(long a, long b)
    {
        var sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0 ? null : sum;
    }
}
