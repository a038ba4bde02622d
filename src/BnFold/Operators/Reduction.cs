using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Reduce operators, for an affine that is the same along what they reduce. ReduceMean: mean(s·x + t) = s·mean(x) + t.
/// ReduceSum over n numbers: s·sum(x) + n·t, so the shift needs a known n. ReduceMax and ReduceMin: s·max(x) + t for s ≥ 0.
/// ReduceL1 and ReduceL2: |s|·norm(x), no shift.
/// </summary>
internal sealed class Reduction(ReductionKind kind) : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!ReducedAxes.OfOutput(node, affine.Rank, out var axes, out var blocked)) return [blocked];
        var wanted = axes.Grow(affine);
        if (axes.IsNone) return [Unreduced(node, wanted)];
        if (Check(node, wanted, axes) is { } obstacle) return [obstacle];
        if (kind is ReductionKind.Norm && Conditions.NoNegativeScale(node, wanted) is { } negative) return [negative];
        if (kind is not ReductionKind.Sum || wanted.HasNoShift) return [Passage.Carried(0, wanted)];
        return axes.Count() is > 0 and { } count
            ? [Passage.Carried(0, wanted with { Shift = wanted.Shift.Map(t => t / count) })]
            : [UnknownCount(node)];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!ReducedAxes.OfInput(node, affine.Rank, out var axes, out var blocked)) return [blocked];
        if (axes.IsNone) return [Unreduced(node, affine)];
        if (Check(node, affine, axes) is { } obstacle) return [obstacle];
        if (kind is ReductionKind.Norm) return [Passage.Carried(0, axes.Shrink(Affine.OfScale(affine.Scale.Map(Math.Abs))))];
        if (kind is not ReductionKind.Sum || affine.HasNoShift) return [Passage.Carried(0, axes.Shrink(affine))];
        return axes.Count() is { } count
            ? [Passage.Carried(0, axes.Shrink(affine with { Shift = affine.Shift.Map(t => t * count) }))]
            : [UnknownCount(node)];
    }

    private Passage? Check(Node node, Affine affine, ReducedAxes axes) =>
        Conditions.UniformOn(node, affine, axes.Contains, "which it reduces") ?? kind switch
        {
            ReductionKind.Extremum => Conditions.NoNegativeScale(node, affine),
            ReductionKind.Norm => Conditions.NoShift(node, affine, "it folds the values at zero"),
            _ => null,
        };

    /// <summary>Without axes (noop_with_empty_axes=1) it is the identity; whether a norm still takes absolute values, runtimes don't agree.</summary>
    private Passage Unreduced(Node node, Affine affine) => kind is ReductionKind.Norm
        ? Passage.Blocked(node, SkipReason.OperatorBlocks, "a norm over no axis")
        : Passage.Carried(0, affine);

    private static Passage UnknownCount(Node node) =>
        Passage.Blocked(node, SkipReason.ShapeUnknown, "the shift counts as often as numbers are summed, and how many that is, is unknown");
}

/// <summary>How numbers are made one.</summary>
internal enum ReductionKind
{
    Mean,
    Sum,
    Extremum,
    Norm,
}
