namespace BnFold.Truth;

/// <summary>Gather: slices along an axis, in the order of a list.</summary>
internal sealed class GatherField : Field
{
    private readonly Field _data;
    private readonly Field _indices;
    private readonly int _axis;

    private GatherField(Field data, Field indices, int axis)
        : base([.. data.Dims[..axis], .. indices.Dims, .. data.Dims[(axis + 1)..]]) => (_data, _indices, _axis) = (data, indices, axis);

    public static GatherField Of(NodeFields node) =>
        new(node.Input(0), node.Input(1), Coordinates.Axis(node.Int("axis") ?? 0, node.Input(0).Rank));

    public override double At(long index)
    {
        var inner = Coordinates.Product(_data.Dims.AsSpan(_axis + 1));
        var outer = index / inner / _indices.Count;
        var at = (long)_indices.At(index / inner % _indices.Count);
        var size = _data.Dims[_axis];
        return _data.At((((outer * size) + (at < 0 ? at + size : at)) * inner) + (index % inner));
    }
}
