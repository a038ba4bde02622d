using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// DeformConv: a Conv whose taps lie at places computed from another input, filters as there, the bias behind those places. On its
/// input a shift blocks, padding or not: a tap may lie beyond the edge, where it reads zero.
/// </summary>
internal sealed class DeformConv() : Conv(biasInput: 3)
{
    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) => input != 0 || affine.HasNoShift
        ? base.Forward(node, input, affine)
        : [Passage.Blocked(node, SkipReason.ShiftBlocked, "a tap may lie beyond the edge, where it reads zero")];
}
