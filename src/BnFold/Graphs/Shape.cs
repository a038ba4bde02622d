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

    public override string ToString() => Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
