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
        if (axes is null || axes.Any(a => a < -affine.Rank || a >= affine.Rank)) return Unknown(node, "its axes are not known");

        for (var i = 0; i < axes.Length; i++)
        {
            var axis = (int)(axes[i] < 0 ? axes[i] + affine.Rank : axes[i]);
            if (!affine.VariesOn(axis)) continue;
            if (starts is null || ends is null || steps is null || i >= starts.Length || i >= ends.Length || i >= steps.Length || steps[i] == 0)
                return Unknown(node, $"where it cuts axis {axis} is not known");
            if (node.Scope.View.Shapes.Of(node.Input(0)!) is not { } shape || shape.Rank != affine.Rank || shape[axis].Size is not { } size)
                return Unknown(node, $"the size of axis {axis} is unknown");
            if (size == 0 || Indices(starts[i], ends[i], steps[i], size) is not { Length: > 0 } picked) return Unknown(node, "nothing is left of the value");
            if (along(affine, axis, checked((int)size), picked) is not { } moved)
                return Passage.Blocked(node, SkipReason.OtherReaders, "an element would need two affines");
            affine = moved;
        }
        return Passage.Carried(0, affine);
    }

    private static Passage Unknown(Node node, string what) => Passage.Blocked(node, SkipReason.ShapeUnknown, what);

    private static long[]? List(Node node, int input, string attribute) =>
        node.Input(input) is { } value ? node.Scope.View.Shapes.Integers(value) : node.Ints(attribute)?.ToArray();

    /// <summary>As numpy slices: negative positions count from the end, those outside are clamped.</summary>
    private static int[] Indices(long start, long end, long step, long size)
    {
        var (low, high) = step > 0 ? (0L, size) : (-1L, size - 1);
        var from = Math.Clamp(start < 0 ? start + size : start, Math.Max(low, 0), step > 0 ? size : size - 1);
        var to = end < -size && step < 0 ? -1 : Math.Clamp(end < 0 ? end + size : end, low, high);
        // Counted beforehand: a step may be the largest number there is.
        var distance = step > 0 ? to - from : from - to;
        var count = distance <= 0 ? 0 : (int)((distance - 1) / Math.Abs(step)) + 1;
        return [.. Enumerable.Range(0, count).Select(i => (int)(from + (i * step)))];
    }
}
