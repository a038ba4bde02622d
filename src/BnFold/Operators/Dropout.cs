using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Dropout at inference is the identity. It isn't where the node itself asks for training.</summary>
internal sealed class Dropout : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => Pass(node, affine);

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        input == 0 ? Pass(node, affine) : base.Forward(node, input, affine);

    private static IEnumerable<Passage> Pass(Node node, Affine affine) => IsInference(node)
        ? [Passage.Carried(0, affine)]
        : [Passage.Blocked(node, SkipReason.TrainingMode, "drops at random in training mode")];

    /// <summary>Operator sets 1 and 6: is_test, 0 by default; 7 and 10: always inference; from 12: input training_mode, false by default.</summary>
    public static bool IsInference(Node node)
    {
        if (node.Opset < 7) return (node.Int("is_test") ?? 0) != 0;
        if (node.Opset < 12 || node.Input(2) is not { } mode) return true;
        return node.Scope.View.Constants.Find(mode) is { Count: 1 } constant && constant.ToIntegers()[0] == 0;
    }
}
