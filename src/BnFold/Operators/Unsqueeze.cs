using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Unsqueeze puts in axes of size 1, Squeeze takes such axes out; on them nothing can vary.</summary>
internal sealed class Unsqueeze(Squeezing direction) : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [direction is Squeezing.In ? TakeOut(node, affine) : PutIn(node, affine, AxesOf(node, node.Input(0)))];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        return [direction is Squeezing.In ? PutIn(node, affine, AxesOf(node, null)) : TakeOut(node, affine)];
    }

    private static Passage PutIn(Node node, Affine affine, long[]? axes)
    {
        if (axes is null) return Passage.Blocked(node, SkipReason.ShapeUnknown, "its axes are not known");
        var rank = affine.Rank + axes.Length;
        var added = Normalized(axes, rank);
        if (added is null) return Malformed(node, axes, rank);
        return Passage.Carried(0, new(PutIn(affine.Scale, added, rank), PutIn(affine.Shift, added, rank)));
    }

    private static Coefficients PutIn(Coefficients coefficients, HashSet<int> added, int rank)
    {
        var from = 0;
        return coefficients.WithDims([.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : coefficients.Dims[from++])]);
    }

    private Passage TakeOut(Node node, Affine affine)
    {
        var axes = AxesOf(node, direction is Squeezing.Out ? node.Input(0) : null);
        if (axes is null) return Passage.Blocked(node, SkipReason.ShapeUnknown, "its axes are not known");
        if (Normalized(axes, affine.Rank) is not { } removed) return Malformed(node, axes, affine.Rank);
        if (!affine.VariesOnlyWhere(i => !removed.Contains(i))) return Passage.Blocked(node, SkipReason.MalformedNode, "an axis it takes out is larger than 1");
        return Passage.Carried(0, new(TakeOut(affine.Scale, removed), TakeOut(affine.Shift, removed)));
    }

    private static Coefficients TakeOut(Coefficients coefficients, HashSet<int> removed) =>
        coefficients.WithDims([.. coefficients.Dims.Where((_, i) => !removed.Contains(i))]);

    /// <summary>The axes given, or those of size 1 where Squeeze names none and all sizes are known.</summary>
    private static long[]? AxesOf(Node node, Value? squeezed)
    {
        if (node.Input(1) is { } input) return node.Scope.View.Shapes.Integers(input);
        if (node.Ints("axes") is { } axes) return [.. axes];
        if (squeezed is null || node.Scope.View.Shapes.Of(squeezed) is not { } shape || shape.Dims.Any(static d => d.Size is null)) return null;
        return [.. Enumerable.Range(0, shape.Rank).Where(i => shape[i].IsOne).Select(static i => (long)i)];
    }

    private static HashSet<int>? Normalized(long[] axes, int rank) => IntegerInputs.DistinctAxes(axes, rank)?.ToHashSet();

    private static Passage Malformed(Node node, long[] axes, int rank) =>
        Passage.Blocked(node, SkipReason.MalformedNode, $"axes [{string.Join(',', axes)}] for rank {rank}");
}

/// <summary>Whether axes of size 1 are put in (Unsqueeze) or taken out (Squeeze).</summary>
internal enum Squeezing
{
    In,
    Out,
}
