using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Pooling and reductions.</summary>
internal static class PoolingSteps
{
    public static Signal Pool(GraphDraft draft, Signal x)
    {
        if (x.Rank is < 3 or > 5 || draft.Type != ElementType.Float) throw new MisfitException();
        var dice = draft.Dice;
        switch (dice.Int(0, 9))
        {
            case 0:
                return Global(draft, x, "GlobalMaxPool");
            case 1 or 2:
                return Global(draft, x, "GlobalAveragePool");
            case 3 or 4 or 5:
                var max = Window.Of(draft, x.Spatial, mayDilate: draft.Opset >= 10, mayCeil: draft.Opset >= 10);
                var y = draft.Add("MaxPool", [x.Name], [.. x.Dims[..2], .. max.Output], max.Attributes);
                if (draft.Opset >= 8 && dice.Chance(0.1)) draft.Graph.Node[^1].Output.Add(draft.NewName("indices"));
                return y;
            case 6 when draft.Opset >= 11 && dice.Chance(0.5):
                var p = Window.Of(draft, x.Spatial, mayDilate: false);
                return draft.Add("LpPool", [x.Name], [.. x.Dims[..2], .. p.Output], p.Attributes);
            default:
                var mean = Window.Of(draft, x.Spatial, mayDilate: draft.Opset >= 19, mayCeil: draft.Opset >= 10);
                return draft.Add("AveragePool", [x.Name], [.. x.Dims[..2], .. mean.Output], [.. mean.Attributes, dice.Chance(0.4) ? ModelBuilder.Int("count_include_pad", 1) : null]);
        }
    }

    public static Signal GlobalAverage(GraphDraft draft, Signal x) => Global(draft, x, "GlobalAveragePool");

    public static Signal Reduce(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var opType = dice.Pick("ReduceMean", "ReduceMean", "ReduceMax", "ReduceSum", "ReduceMin", "ReduceL2");
        if (x.Rank == 0 || (draft.Type == ElementType.Float16 && opType != "ReduceMean")) throw new MisfitException();
        int[] axes = [.. dice.Permutation(x.Rank).Take(dice.Int(1, Math.Max(1, x.Rank - 2))).Order()];
        if (x.Rank > 2 && dice.Chance(0.6)) axes = [.. Enumerable.Range(2, x.Rank - 2)];
        var keeps = dice.Chance(0.6);
        long[] dims = keeps ? [.. x.Dims.Select((d, i) => axes.Contains(i) ? 1 : d)] : [.. x.Dims.Where((_, i) => !axes.Contains(i))];
        long[] given = [.. axes.Select(a => draft.Opset >= 11 && dice.Chance(0.3) ? a - x.Rank : (long)a)];
        var (inputs, attribute) = draft.List("axes", opType == "ReduceSum" ? 13 : 18, given);
        return draft.Add(opType, [x.Name, .. inputs], dims, attribute, keeps && dice.Chance(0.5) ? null : ModelBuilder.Int("keepdims", keeps ? 1 : 0));
    }

    public static Signal Softmax(GraphDraft draft, Signal x) => x.Rank < 2 ? throw new MisfitException() : draft.Add("Softmax", [x.Name], x.Dims, ModelBuilder.Int("axis", x.Rank - 1));

    private static Signal Global(GraphDraft draft, Signal x, string opType)
    {
        if (x.Rank < 3 || draft.Type != ElementType.Float) throw new MisfitException();
        return draft.Add(opType, [x.Name], [.. x.Dims[..2], .. x.Spatial.Select(static _ => 1L)]);
    }
}
