using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;

namespace BnFold.Tests.Properties;

/// <summary>If with a body that computes on values of the graph around it.</summary>
internal static class BodySteps
{
    public static Signal Branch(GraphDraft draft, Signal x)
    {
        if (!draft.IsMain || draft.Opset < 11 || draft.Type != ElementType.Float) throw new MisfitException();
        var dice = draft.Dice;
        Signal result = x;
        var taken = draft.Body(() =>
        {
            result = dice.Chance(0.2) ? x : Motifs.Any(draft, x);
            if (dice.Chance(0.4)) result = dice.Chance(0.5) ? Motifs.Any(draft, result) : JoiningSteps.WithEarlier(draft, result);
            // A body cannot give out what it did not make.
            if (draft.Graph.Node.All(n => !n.Output.Contains(result.Name))) result = ElementwiseSteps.Relu(draft, result);
            draft.Output(result);
        });
        var other = draft.Body(() =>
        {
            var zeros = draft.AddPlain("Constant", [], ModelBuilder.Tensor("value", ModelBuilder.MakeTensor("", draft.Type, result.Dims, new double[result.Count])));
            draft.Output(result with { Name = zeros });
        });
        var isTrue = dice.Chance(0.7);
        var condition = new TensorProto { Name = draft.NewName("w"), DataType = (int)ElementType.Bool, RawData = ByteString.CopyFrom((byte)(isTrue ? 1 : 0)) };
        draft.Graph.Initializer.Add(condition);
        if (draft.Model.IrVersion < 4) draft.Graph.Input.Add(draft.Info(new(condition.Name, []), ElementType.Bool));
        return draft.Add(
            "If", [condition.Name], result.Dims,
            ModelBuilder.Body("then_branch", isTrue ? taken : other), ModelBuilder.Body("else_branch", isTrue ? other : taken));
    }
}
