using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Relu, LeakyRelu, PRelu: two straight lines that meet at zero, so f(s·x) = s·f(x) for every s ≥ 0, whatever their slopes are and
/// whether those are constants. A shift moves the values across the kink, and blocks.
/// </summary>
internal sealed class Activation : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => Pass(node, affine);

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        input == 0 ? Pass(node, affine) : base.Forward(node, input, affine);

    private static IEnumerable<Passage> Pass(Node node, Affine affine) =>
        [Conditions.NoNegativeScale(node, affine) ?? Conditions.NoShift(node, affine, "it bends at zero") ?? Passage.Carried(0, affine)];
}
