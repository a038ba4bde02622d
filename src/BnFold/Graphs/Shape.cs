using System.Collections.Immutable;

namespace BnFold.Graphs;

/// <summary>The dims of a value, each a known size or a symbol. Two equal dims are proven equal; different ones may be equal or not.</summary>
internal sealed record Shape(ImmutableArray<Dim> Dims)
{
    public int Rank => Dims.Length;

    public Dim this[int axis] => Dims[axis];

    public override string ToString() => $"[{string.Join(',', Dims)}]";
}

/// <summary>One size: known, or a symbol that stands for the same unknown size wherever it appears.</summary>
internal readonly record struct Dim(long? Size, string? Symbol)
{
    public static implicit operator Dim(long size) => new(size, null);

    public bool IsOne => Size == 1;

    /// <summary>The number of elements the dims span; null where that has no simple form.</summary>
    public static Dim? Product(ReadOnlySpan<Dim> dims)
    {
        var known = 1L;
        string? symbol = null;
        foreach (var dim in dims)
        {
            if (dim.Size is { } size)
                known = checked(known * size);
            else if (symbol is not null)
                return null;
            else
                symbol = dim.Symbol;
        }
        return symbol is null ? known : known == 1 ? new Dim(null, symbol) : new Dim(null, $"{known}*{symbol}");
    }

    public override string ToString() => Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
