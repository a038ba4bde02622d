namespace BnFold.Truth;

/// <summary>Operators that move elements and leave them what they are.</summary>
internal static class LayoutOperators
{
    private static readonly Dictionary<string, Func<NodeFields, Field>> _table = new(StringComparer.Ordinal)
    {
        ["Concat"] = node => ConcatField.Of([.. node.Inputs], node.Int("axis") ?? 1),
        ["Constant"] = node => node.Value(),
        ["ConstantOfShape"] = node => new ValuesField(node.Integers(0, "") ?? [], node.Tensor("value")?.At(0) ?? 0),
        ["Expand"] = Expand,
        ["Flatten"] = Flatten,
        ["Gather"] = node => GatherField.Of(node),
        ["Pad"] = PadField.Of,
        ["Reshape"] = Reshape,
        ["Shape"] = Shape,
        ["Slice"] = Slice,
        ["Split"] = Split,
        ["Squeeze"] = Squeeze,
        ["Transpose"] = Transpose,
        ["Unsqueeze"] = Unsqueeze,
    };

    public static Func<NodeFields, Field>? Find(string name) => _table.GetValueOrDefault(name);

    private static Field Expand(NodeFields node)
    {
        var source = node.Input(0);
        return StridedField.Broadcast(source, Coordinates.Broadcast(source.Dims, node.Integers(1, "")));
    }

    private static Field Flatten(NodeFields node)
    {
        var source = node.Input(0);
        var axis = node.Int("axis") ?? 1;
        var rows = Coordinates.Product(source.Dims.AsSpan(0, (int)(axis < 0 ? axis + source.Rank : axis)));
        return StridedField.Reshaped(source, [rows, rows == 0 ? 0 : source.Count / rows]);
    }

    private static Field Reshape(NodeFields node)
    {
        var source = node.Input(0);
        var dims = node.Integers(1, "shape") ?? throw new NoDefinitionException("a Reshape without a shape");
        for (var axis = 0; axis < dims.Length; axis++)
        {
            if (dims[axis] == 0 && node.Int("allowzero") is not 1) dims[axis] = source.Dims[axis];
        }
        var open = Array.IndexOf(dims, -1);
        if (open < 0) return StridedField.Reshaped(source, dims);
        dims[open] = 1;
        dims[open] = source.Count / Coordinates.Product(dims);
        return StridedField.Reshaped(source, dims);
    }

    private static ValuesField Shape(NodeFields node)
    {
        var dims = node.Input(0).Dims;
        var start = Counted(node.Int("start") ?? 0);
        return ValuesField.Vector(dims[start..Math.Max(start, Counted(node.Int("end") ?? dims.Length))]);

        int Counted(long axis) => (int)Math.Clamp(axis < 0 ? axis + dims.Length : axis, 0, dims.Length);
    }

    private static StridedField Slice(NodeFields node)
    {
        var source = node.Input(0);
        var (starts, ends) = (node.Integers(1, "starts") ?? [], node.Integers(2, "ends") ?? []);
        var axes = node.Integers(3, "axes") ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = node.Integers(4, "steps");
        var (dims, strides, offset) = ((long[])source.Dims.Clone(), Coordinates.Strides(source.Dims), 0L);
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = Coordinates.Axis(axes[i], source.Rank);
            var (size, step) = (source.Dims[axis], steps?[i] ?? 1);
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, step < 0 ? size - 1 : size);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], step < 0 ? -1 : 0, size);
            var length = step < 0 ? start - end : end - start;
            dims[axis] = length <= 0 ? 0 : 1 + ((length - 1) / long.Abs(Math.Max(step, -long.MaxValue)));
            offset += start * strides[axis];
            strides[axis] *= step;
        }
        return new(source, dims, offset, strides);
    }

    private static StridedField Split(NodeFields node)
    {
        var source = node.Input(0);
        var axis = Coordinates.Axis(node.Int("axis") ?? 0, source.Rank);
        var even = (source.Dims[axis] + node.Outputs - 1) / node.Outputs;
        var (start, length) = ((node.Output * even), Math.Min(even, source.Dims[axis] - (node.Output * even)));
        if (node.Integers(1, "split") is { } sizes) (start, length) = (sizes.Take(node.Output).Sum(), sizes[node.Output]);
        long[] dims = [.. source.Dims[..axis], length, .. source.Dims[(axis + 1)..]];
        var strides = Coordinates.Strides(source.Dims);
        return new(source, dims, start * strides[axis], strides);
    }

    private static Field Squeeze(NodeFields node)
    {
        var source = node.Input(0);
        var axes = node.Integers(1, "axes")?.Select(axis => Coordinates.Axis(axis, source.Rank)).ToHashSet();
        return StridedField.Reshaped(source, [.. source.Dims.Where((dim, axis) => axes is null ? dim != 1 : !axes.Contains(axis))]);
    }

    private static StridedField Transpose(NodeFields node)
    {
        var source = node.Input(0);
        var order = node.Ints("perm") ?? [.. Enumerable.Range(0, source.Rank).Reverse()];
        var strides = Coordinates.Strides(source.Dims);
        return new(source, [.. order.Select(axis => source.Dims[axis])], 0, [.. order.Select(axis => strides[axis])]);
    }

    private static Field Unsqueeze(NodeFields node)
    {
        var source = node.Input(0);
        var axes = node.Integers(1, "axes") ?? [];
        var rank = source.Rank + axes.Length;
        var added = axes.Select(axis => Coordinates.Axis(axis, rank)).ToHashSet();
        var sizes = new Queue<long>(source.Dims);
        return StridedField.Reshaped(source, [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue())]);
    }
}
