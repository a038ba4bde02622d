namespace BnFold.Truth;

/// <summary>Several fields, one after the other along an axis.</summary>
internal sealed class ConcatField : Field
{
    private readonly Field[] _parts;
    private readonly int _axis;

    private ConcatField(Field[] parts, int axis, long[] dims) : base(dims) => (_parts, _axis) = (parts, axis);

    public static ConcatField Of(Field[] parts, long axis)
    {
        var counted = Coordinates.Axis(axis, parts[0].Rank);
        var dims = (long[])parts[0].Dims.Clone();
        dims[counted] = parts.Sum(part => part.Dims[counted]);
        return new(parts, counted, dims);
    }

    public override double At(long index)
    {
        var inner = Coordinates.Product(Dims.AsSpan(_axis + 1));
        var (outer, at, rest) = (index / inner / Dims[_axis], index / inner % Dims[_axis], index % inner);
        foreach (var part in _parts)
        {
            var size = part.Dims[_axis];
            if (at < size) return part.At((((outer * size) + at) * inner) + rest);
            at -= size;
        }
        throw new ArgumentOutOfRangeException(nameof(index));
    }
}
