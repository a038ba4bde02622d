using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Expand copies x along new axes in front and along axes of size 1. Forward every affine passes, for one that varies on an axis finds
/// more than one number there already; backward it must not vary where copies are made, which asks for the sizes of x.
/// </summary>
internal sealed class Expand : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (node.Scope.View.Shapes.Of(node.Input(0)!) is not { } shape)
            return [Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {node.Input(0)} is unknown")];
        var added = affine.Rank - shape.Rank;
        if (added < 0) return [Passage.Blocked(node, SkipReason.MalformedNode, $"makes rank {affine.Rank} of rank {shape.Rank}")];
        if (Conditions.UniformOn(node, affine, axis => axis < added, "along which it makes copies") is { } blocked) return [blocked];
        for (var axis = added; axis < affine.Rank; axis++)
        {
            if (affine.VariesOn(axis) && Copied(node, affine, axis, shape[axis - added]) is { } copied) return [copied];
        }
        return [Passage.Carried(0, affine.WithDims(affine.Scale.Dims.AsSpan()[added..], affine.Shift.Dims.AsSpan()[added..]))];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (OutputRank(node, affine.Rank) is not { } rank) return [Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {node.Output(0)} is unknown")];
        var front = Enumerable.Repeat(1, rank - affine.Rank);
        return [Passage.Carried(0, affine.WithDims([.. front, .. affine.Scale.Dims], [.. front, .. affine.Shift.Dims]))];
    }

    /// <summary>A shape of n numbers makes n axes, or as many as there were.</summary>
    private static int? OutputRank(Node node, int inputRank)
    {
        var shapes = node.Scope.View.Shapes;
        if (node.Input(1) is { } wanted && shapes.Of(wanted) is { Rank: 1 } shape && shape[0].Size is { } length) return Math.Max((int)length, inputRank);
        return shapes.Rank(node.Output(0)!) is { } rank && rank >= inputRank ? rank : null;
    }

    private static Passage? Copied(Node node, Affine affine, int axis, Dim before)
    {
        var size = affine.Length(axis);
        if (before.Size == size || node.Scope.View.Shapes.Of(node.Output(0)!) is { } after && after.Rank == affine.Rank && after[axis] == before) return null;
        var where = string.Create(CultureInfo.InvariantCulture, $"the affine varies on axis {axis}, along which it");
        return before.IsOne
            ? Passage.Blocked(node, SkipReason.WrongAxis, $"{where} makes copies")
            : Passage.Blocked(node, SkipReason.ShapeUnknown, $"{where} may make copies");
    }
}
