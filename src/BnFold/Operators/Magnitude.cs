using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Abs and the p-norms of windows, LpPool and GlobalLpPool (padded zeros add nothing to them): f(s·x) = |s|·f(x). Forward every scale
/// passes and loses its sign; backward only s ≥ 0, for no input makes the result negative. A shift blocks.
/// </summary>
internal sealed class Magnitude(Predicate<int> mixed) : Operator
{
    /// <summary>Element by element.</summary>
    public static Magnitude OfElements { get; } = new(static _ => false);

    /// <summary>Over the axes behind batch and channel.</summary>
    public static Magnitude OfWindows { get; } = new(static axis => axis >= 2);

    protected override IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [Conditions.NoNegativeScale(node, affine) ?? Check(node, affine) ?? Passage.Carried(0, affine)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        [Check(node, affine) ?? Passage.Carried(0, Affine.OfScale(affine.Scale.Map(Math.Abs)))];

    private Passage? Check(Node node, Affine affine) =>
        Conditions.UniformOn(node, affine, mixed, "along which it pools") ?? Conditions.NoShift(node, affine, "it folds the values at zero");
}
