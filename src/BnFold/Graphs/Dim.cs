using System.Collections.Immutable;
using System.Globalization;

namespace BnFold.Graphs;

/// <summary>
/// One size: known, or an expression over symbols that each stand for the same unknown size wherever they appear. The form, a
/// coefficient times sorted factors, is canonical: two equal dims are proven equal, different ones may be equal or not.
/// </summary>
internal sealed record Dim
{
    private readonly ImmutableArray<DimFactor> _factors;

    /// <param name="coefficient">Any number; a dim is never negative, but a number that dims are computed from may be.</param>
    /// <param name="factors">Sorted by text.</param>
    internal Dim(long coefficient, ImmutableArray<DimFactor> factors)
    {
        Coefficient = coefficient;
        _factors = coefficient == 0 || factors.IsDefault ? [] : factors;
    }

    /// <summary>The size, where it is known.</summary>
    public long? Size => IsKnown ? Coefficient : null;

    public bool IsKnown => _factors.IsEmpty;

    public bool IsOne => Size == 1;

    /// <summary>Neither known nor built from named symbols alone.</summary>
    public bool IsAnonymous => Factors.Any(static f => f.IsAnonymous);

    /// <summary>A proven lower bound; null when there is none.</summary>
    public long? Minimum => Coefficient < 0
        ? Size
        : Factors.Aggregate((long?)Coefficient, static (product, f) => f.Minimum is >= 0 ? DimArithmetic.Multiply(product, f.Minimum)?.Size : null);

    internal long Coefficient { get; }

    internal ImmutableArray<DimFactor> Factors => _factors;

    public static implicit operator Dim(long size) => new(size, []);

    /// <summary>The symbol of that name; the same name is the same size.</summary>
    public static Dim Named(string name) => Of(new SymbolFactor(name));

    /// <summary>The number of elements of a block of dims, in canonical form; null when it is too large to be told.</summary>
    public static Dim? Product(ReadOnlySpan<Dim> dims)
    {
        Dim? product = 1;
        foreach (var dim in dims) product = DimArithmetic.Multiply(product, dim);
        return product;
    }

    public bool Equals(Dim? other) => other is not null && Coefficient == other.Coefficient && Factors.AsSpan().SequenceEqual(other.Factors.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Coefficient);
        foreach (var factor in Factors) hash.Add(factor);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var number = Coefficient.ToString(CultureInfo.InvariantCulture);
        if (Factors.IsEmpty) return number;
        var symbols = string.Join('*', Factors);
        return Coefficient switch
        {
            1 => symbols,
            -1 => '-' + symbols,
            < 0 => $"-{symbols}*{number[1..]}",
            _ => $"{symbols}*{number}",
        };
    }

    internal static Dim Of(DimFactor factor) => new(1, [factor]);
}
