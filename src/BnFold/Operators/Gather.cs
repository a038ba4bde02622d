using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Gather of constant indices: the coefficients are picked as the elements are. Backward, indices that appear twice must wish the same,
/// and elements nobody picks are free. Where nothing varies along the axis the indices don't matter, only how many axes they have.
/// </summary>
internal sealed class Gather : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (node.Input(0) is not { } data || node.Input(1) is not { } indices) return [Passage.Blocked(node, SkipReason.MalformedNode, "an input is missing")];
        var shapes = node.Scope.View.Shapes;
        if (shapes.Of(data) is not { } shape || shapes.Rank(indices) is not { } depth || shape.Rank - 1 + depth != affine.Rank)
            return [Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {data} or {indices} is unknown")];
        if (!AxisParts.TryAxis(node, absent: 0, shape.Rank, out var axis, out var blocked)) return [blocked];
        var inserted = Enumerable.Range(axis, depth).ToHashSet();
        if (affine.VariesOnlyWhere(i => !inserted.Contains(i)))
            return [Passage.Carried(0, new(Replace(affine.Scale, axis, depth, [1]), Replace(affine.Shift, axis, depth, [1])))];
        if (depth != 1 || shape[axis].Size is not { } size || !TryIndices(node, size, out var picked))
            return [Passage.Blocked(node, SkipReason.NotConstant, "its indices or the size of its axis are not known")];
        return AxisParts.Scatter(affine, axis, (int)size, picked) is { } scattered
            ? [Passage.Carried(0, scattered)]
            : [Passage.Blocked(node, SkipReason.OtherReaders, "an element picked twice would need two affines")];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0 || node.Input(1) is not { } indices) return base.Forward(node, input, affine);
        if (!AxisParts.TryAxis(node, absent: 0, affine.Rank, out var axis, out var blocked)) return [blocked];
        if (node.Scope.View.Shapes.Rank(indices) is not { } depth)
            return [Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {indices} is unknown")];
        if (!affine.VariesOn(axis))
        {
            int[] ones = [.. Enumerable.Repeat(1, depth)];
            return [Passage.Carried(0, new(Replace(affine.Scale, axis, 1, ones), Replace(affine.Shift, axis, 1, ones)))];
        }
        var size = affine.Length(axis);
        if (depth > 1 || !TryIndices(node, size, out var picked)) return [Passage.Blocked(node, SkipReason.NotConstant, "its indices are not known")];
        var taken = affine.Take(axis, picked);
        return [Passage.Carried(0, depth == 1 ? taken : new(Replace(taken.Scale, axis, 1, []), Replace(taken.Shift, axis, 1, [])))];
    }

    /// <summary>Other dims in place of some axes along which nothing varies.</summary>
    private static Coefficients Replace(Coefficients coefficients, int axis, int count, int[] dims) =>
        coefficients.WithDims([.. coefficients.Dims[..axis], .. dims, .. coefficients.Dims[(axis + count)..]]);

    private static bool TryIndices(Node node, long size, out int[] indices)
    {
        indices = [];
        if (node.Scope.View.Constants.Find(node.Input(1)) is not { } constant) return false;
        var given = constant.ToIntegers();
        if (given.Any(i => i < -size || i >= size)) return false;
        indices = [.. given.Select(i => (int)(i < 0 ? i + size : i))];
        return true;
    }
}
