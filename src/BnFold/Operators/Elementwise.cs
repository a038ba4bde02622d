using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Add, Sub, Mul, Div, Sum. With values that are all computed: see <see cref="Joining"/>. With a constant the node is an affine itself, so it can disappear into the one that passes (compose), which needs
/// x and the result to be of one shape; or its constant takes its part — Add the shift, Mul the scale — and the rest goes on.
/// </summary>
internal sealed class Elementwise : Operator
{
    public override IEnumerable<Passage> Forward(Node node, Affine?[] inputs) =>
        AreComputed(node) ? [Joining.Forward(node, inputs)] : base.Forward(node, inputs);

    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (AreComputed(node)) return Joining.Backward(node, affine);
        if (!ConstantOperand.TryRead(node, affine.Rank, out var operand, out var blocked)) return [blocked];
        if (operand.IsFixed) return [Fixed(node)];
        var answers = new List<Passage>();
        if (!operand.MayGrow && !operand.IsProtected) answers.Add(Passage.Composed(node, operand.DataInput, operand.DataInput, operand.AsAffine().Then(affine)));
        if (!affine.Scale.VariesOnlyWhere(axis => !operand.GrowingAxes.ContainsKey(axis)))
            answers.Add(Passage.Blocked(node, SkipReason.ShapeUnknown, "the constant may make the value larger along the axis the affine varies on"));
        else if (operand.IsAdditive)
            answers.Add(Write(operand, affine.Scale * operand.Addend + affine.Shift, Onward(operand.DataInput, affine.ScaleOnly)));
        else if (affine.HasNoShift)
            answers.Add(Write(operand, affine.Scale * operand.Factor));
        return answers;
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (!ConstantOperand.TryRead(node, affine.Rank, out var operand, out var blocked)) return [blocked];
        if (input != operand.DataInput) return base.Forward(node, input, affine);
        if (operand.IsFixed) return [Fixed(node)];
        var answers = new List<Passage>();
        if (!operand.MayGrow && !operand.IsProtected) answers.Add(Passage.Composed(node, operand.DataInput, 0, affine.Then(operand.AsAffine())));
        if (!operand.IsAdditive)
            answers.Add(Write(operand, operand.Factor * affine.Scale, Onward(0, Affine.OfShift(operand.Factor * affine.Shift))));
        else if (affine.HasNoScale)
            answers.Add(Write(operand, affine.Shift.Map(t => operand.Sign * t) + operand.Addend));
        return answers.Count > 0 ? answers : [Passage.Blocked(node, SkipReason.ShapeUnknown, "it is not proven that the constant leaves the value's shape alone")];
    }

    private static Passage Fixed(Node node) =>
        Passage.Blocked(node, SkipReason.FusionPattern, "its constant belongs to a pattern that runtimes recognise (GELU, HardSwish, softmax and the like)");

    private static bool AreComputed(Node node) => node.OpType == "Sum" || node.Inputs.All(i => node.Scope.View.Constants.Find(i) is null);

    private static Onward[] Onward(int index, Affine affine) => affine.IsIdentity ? [] : [new(index, affine)];

    /// <summary>The node with a new addend or factor in place of its constant.</summary>
    private static Passage Write(ConstantOperand operand, Coefficients wanted, params ReadOnlySpan<Onward> onward)
    {
        var node = operand.Node;
        if (node.Opset < 7) return Passage.Blocked(node, SkipReason.OperatorBlocks, "before operator set 7 its constant is not rewritten");
        var written = operand.Divides ? wanted.Map(static v => 1 / v) : node.OpType == "Sub" && operand.DataInput == 0 ? wanted.Map(static v => -v) : wanted;
        // What makes the value larger goes on doing so, be all of its numbers the same.
        int[] aligned = [.. written.Dims.Select((dim, axis) => operand.GrowingAxes.GetValueOrDefault(axis, dim))];
        long[] dims = [.. aligned.SkipWhile(static d => d == 1).Select(static d => (long)d)];
        return HostConstants.TryMake(
            node, operand.ConstantInput, operand.Constant.Type, [.. dims], written.Expand(aligned)!, HostConstants.Hint(node, operand.ConstantInput, "constant"),
            out var constant, out var blocked)
            ? Passage.Shared(new(node) { Constants = [constant] }, onward)
            : blocked;
    }
}
