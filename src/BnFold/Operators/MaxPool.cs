using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// MaxPool and GlobalMaxPool: max(s·x + t) = s·max(x) + t for s ≥ 0 and an affine that is the same all over the window; padding is −∞
/// and never wins. Where the place of the maximum is read as well (output Indices), s = 0 would make every place one.
/// </summary>
internal sealed class MaxPool : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => Pass(node, affine);

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) => Pass(node, affine);

    private static IEnumerable<Passage> Pass(Node node, Affine affine) =>
        [Conditions.UniformOn(node, affine, static axis => axis >= 2, "along which it pools") ?? Order(node, affine) ?? Passage.Carried(0, affine)];

    private static Passage? Order(Node node, Affine affine)
    {
        var readsIndices = node.Output(1) is { } indices && (indices.IsGraphOutput || indices.Uses.Count > 0);
        return readsIndices
            ? Conditions.OnlyPositiveScale(node, affine, "where its Indices are read")
            : Conditions.NoNegativeScale(node, affine);
    }
}
