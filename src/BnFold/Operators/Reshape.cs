using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Reshape, Flatten: the same elements under other dims. The coefficients follow where both shapes prove how (<see cref="Regrouping"/>).</summary>
internal sealed class Reshape : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => [Move(node, affine, node.Output(0), node.Input(0))];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        input == 0 ? [Move(node, affine, node.Input(0), node.Output(0))] : base.Forward(node, input, affine);

    private static Passage Move(Node node, Affine affine, Value? from, Value? to)
    {
        if (from is null || to is null) return Passage.Blocked(node, SkipReason.MalformedNode, "an input or output is missing");
        var shapes = node.Scope.View.Shapes;
        if (shapes.Of(from) is not { } source || shapes.Of(to) is not { } target || source.Rank != affine.Rank)
            return Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {from} or {to} is unknown");
        return Regrouping.Move(affine, source, target) is { } moved
            ? Passage.Carried(0, moved)
            : Passage.Blocked(node, SkipReason.ShapeUnknown, $"it is not proven where the affine's axes of {source} are in {target}");
    }
}
