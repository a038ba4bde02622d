using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Neg is the affine −1·x: it disappears into the one that passes, or stays and the shift changes sign.</summary>
internal sealed class Negation : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [Passage.Composed(node, 0, 0, Minus(affine.Rank).Then(affine)), Passage.Carried(0, Mirrored(affine))];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        [Passage.Composed(node, 0, 0, affine.Then(Minus(affine.Rank))), Passage.Carried(0, Mirrored(affine))];

    private static Affine Minus(int rank) => Affine.OfScale(Coefficients.Uniform(rank, -1));

    /// <summary>−(s·x − t) = s·(−x) + t.</summary>
    private static Affine Mirrored(Affine affine) => affine with { Shift = affine.Shift.Map(static t => -t) };
}
