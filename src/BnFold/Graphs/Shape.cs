using System.Collections.Immutable;

namespace BnFold.Graphs;

/// <summary>The dims of a value. How far they are known differs from axis to axis; the rank is.</summary>
internal sealed record Shape(ImmutableArray<Dim> Dims)
{
    public int Rank => Dims.Length;

    public Dim this[int axis] => Dims[axis];

    public bool Equals(Shape? other) => other is not null && Dims.AsSpan().SequenceEqual(other.Dims.AsSpan());

    public override int GetHashCode() => Dims.Aggregate(Rank, static (hash, dim) => HashCode.Combine(hash, dim));

    public override string ToString() => $"[{string.Join(',', Dims)}]";
}
