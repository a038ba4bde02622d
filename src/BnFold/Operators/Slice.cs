using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Slice: along an axis on which nothing varies any cut passes; along the others the coefficients are cut the same way, and backward
/// the elements outside of the slice are free.
/// </summary>
internal sealed class Slice : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => [Move(node, affine, AxisParts.Scatter)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        input == 0 ? [Move(node, affine, static (a, axis, _, picked) => a.Take(axis, picked))] : base.Forward(node, input, affine);

    private static Passage Move(Node node, Affine affine, Func<Affine, int, int, int[], Affine?> along)
    {
        var starts = List(node, 1, "starts");
        var ends = List(node, 2, "ends");
        var axes = List(node, 3, "axes") ?? (node.Input(3) is null && starts is not null ? [.. Enumerable.Range(0, starts.Length).Select(static i => (long)i)] : null);
        var steps = List(node, 4, "steps") ?? (node.Input(4) is null && starts is not null ? [.. Enumerable.Repeat(1L, starts.Length)] : null);
        if (axes is null || Axes.Indices(axes, affine.Rank) is not { } counted) return Unknown(node, "its axes are not known");

        for (var i = 0; i < counted.Length; i++)
        {
            var axis = counted[i];
            if (!affine.VariesOn(axis)) continue;
            if (starts is null || ends is null || steps is null || i >= starts.Length || i >= ends.Length || i >= steps.Length)
                return Unknown(node, $"where it cuts axis {axis} is not known");
            if (node.Scope.View.Shapes.Of(node.Input(0)!) is not { } shape || shape.Rank != affine.Rank || shape[axis].Size is not { } size)
                return Unknown(node, $"the size of axis {axis} is unknown");
            if (SliceRange.Known(size, starts[i], ends[i], steps[i]) is not { } range) return Unknown(node, $"where it cuts axis {axis} is not known");
            if (range.Count == 0) return Unknown(node, "nothing is left of the value");
            int[] picked = [.. Enumerable.Range(0, checked((int)range.Count)).Select(k => checked((int)(range.First + (k * steps[i]))))];
            if (along(affine, axis, checked((int)size), picked) is not { } moved)
                return Passage.Blocked(node, SkipReason.OtherReaders, "an element would need two affines");
            affine = moved;
        }
        return Passage.Carried(0, affine);
    }

    private static Passage Unknown(Node node, string what) => Passage.Blocked(node, SkipReason.ShapeUnknown, what);

    private static long[]? List(Node node, int input, string attribute) =>
        node.Input(input) is { } value ? node.Scope.View.Shapes.Integers(value) : node.Ints(attribute)?.ToArray();
}
