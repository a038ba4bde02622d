using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Arithmetic with constants, and functions of single elements.</summary>
internal static class ElementwiseSteps
{
    public static Signal WithConstant(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var opType = dice.Pick("Add", "Sub", "Mul", "Div");
        var dims = ConstantDims(draft, x);
        var isFactor = opType is "Mul" or "Div";
        var zeros = opType == "Mul" && dice.Chance(0.1) ? 0.3 : 0;
        var signs = dice.Pick(0, 0.3);
        var isNeutral = dice.Chance(0.08);
        double Number() => isNeutral ? isFactor ? 1 : 0 : isFactor ? NormalizationSteps.Gain(dice, signs, zeros) : dice.Normal();
        var constant = draft.Constants.Make(dims, Dice.Numbers(Signal.CountOf(dims), Number));
        string[] inputs = opType == "Div" || dice.Chance(0.6) ? [x.Name, constant] : [constant, x.Name];
        return draft.Add(opType, inputs, Broadcast(x.Dims, dims));
    }

    public static Signal Neg(GraphDraft draft, Signal x) => draft.Add("Neg", [x.Name], x.Dims);

    public static Signal Identity(GraphDraft draft, Signal x) => draft.Add("Identity", [x.Name], x.Dims);

    /// <summary>To the type it has, or to one that holds all its numbers and back.</summary>
    public static Signal Cast(GraphDraft draft, Signal x)
    {
        var isWidened = draft.Type == ElementType.Float && draft.Dice.Chance(0.6);
        var name = isWidened ? draft.AddPlain("Cast", [x.Name], ModelBuilder.Int("to", (int)ElementType.Double)) : x.Name;
        return draft.Add("Cast", [name], x.Dims, ModelBuilder.Int("to", (int)draft.Type));
    }

    public static Signal Dropout(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        if (draft.Opset < 12)
            return draft.Add("Dropout", [x.Name], x.Dims, ModelBuilder.Float("ratio", 0.3f));
        string[] ratio = dice.Chance(0.5) ? [draft.Constants.Scalar(0.3)] : [];
        var y = draft.Add("Dropout", [x.Name, .. ratio], x.Dims);
        if (dice.Chance(0.15)) draft.Graph.Node[^1].Output.Add(draft.NewName("mask"));
        return y;
    }

    public static Signal Relu(GraphDraft draft, Signal x) => draft.Add("Relu", [x.Name], x.Dims);

    public static Signal Activation(GraphDraft draft, Signal x)
    {
        if (draft.Type != ElementType.Float) return Relu(draft, x);
        var dice = draft.Dice;
        return dice.Int(0, 11) switch
        {
            0 or 1 => draft.Add("LeakyRelu", [x.Name], x.Dims, ModelBuilder.Float("alpha", 0.2f)),
            2 or 3 => PRelu(draft, x),
            4 => draft.Add("Sigmoid", [x.Name], x.Dims),
            5 => draft.Add("Tanh", [x.Name], x.Dims),
            6 => Clip(draft, x),
            7 => draft.Add("HardSigmoid", [x.Name], x.Dims),
            8 => draft.Add("Elu", [x.Name], x.Dims),
            9 => draft.Add("Abs", [x.Name], x.Dims),
            10 => draft.Add("Softplus", [x.Name], x.Dims),
            _ => Relu(draft, x),
        };
    }

    /// <summary>x · ½(1 + erf(x/√2)), or x · clip(x + 3, 0, 6)/6: patterns that runtimes recognise.</summary>
    public static Signal HandWritten(GraphDraft draft, Signal x)
    {
        if (draft.Opset < 9 || draft.Type != ElementType.Float) throw new MisfitException();
        if (draft.Dice.Chance(0.5))
        {
            var e = draft.Add("Erf", [draft.Add("Div", [x.Name, draft.Constants.Scalar(Math.Sqrt(2))], x.Dims).Name], x.Dims);
            var sum = draft.Add("Add", [e.Name, draft.Constants.Scalar(1)], x.Dims);
            return draft.Add("Mul", [draft.Add("Mul", [x.Name, sum.Name], x.Dims).Name, draft.Constants.Scalar(0.5)], x.Dims);
        }
        var clipped = Bounded(draft, draft.Add("Add", [x.Name, draft.Constants.Scalar(3)], x.Dims), 0, 6);
        return draft.Add("Div", [draft.Add("Mul", [x.Name, clipped.Name], x.Dims).Name, draft.Constants.Scalar(6)], x.Dims);
    }

    public static long[] Broadcast(long[] a, long[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        var dims = new long[rank];
        for (var i = 1; i <= rank; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (left != right && left != 1 && right != 1) throw new MisfitException();
            dims[^i] = Math.Max(left, right);
        }
        return dims;
    }

    private static long[] ConstantDims(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        long[] perChannel = x.Rank < 2 ? [] : [x.Channels, .. x.Spatial.Select(static _ => 1L)];
        return dice.Int(0, 12) switch
        {
            0 => [],
            1 => [1],
            2 when x.Rank > 0 => [x.Dims[^1]],
            3 => x.Dims,
            4 => [.. x.Dims.Select(d => dice.Chance(0.5) ? d : 1)],
            5 when dice.Chance(0.5) => [2, .. x.Dims.Select(static _ => 1L)],
            6 when x.Dims.Contains(1) => [.. x.Dims.Select(d => d == 1 ? 3 : 1L)],
            7 when x.Rank >= 2 => [1, .. perChannel],
            _ => perChannel,
        };
    }

    private static Signal PRelu(GraphDraft draft, Signal x)
    {
        long[] dims = x.Rank < 2 || draft.Dice.Chance(0.4) ? [1] : [x.Channels, .. x.Spatial.Select(static _ => 1L)];
        var slope = draft.Constants.Make(dims, Dice.Numbers(Signal.CountOf(dims), () => draft.Dice.Between(-0.3, 0.6)));
        return draft.Add("PRelu", [x.Name, slope], x.Dims);
    }

    private static Signal Clip(GraphDraft draft, Signal x) => draft.Dice.Pick<Func<Signal>>(() => Bounded(draft, x, 0, 6), () => Bounded(draft, x, -1, 1))();

    private static Signal Bounded(GraphDraft draft, Signal x, double min, double max) => draft.Opset >= 11
        ? draft.Add("Clip", [x.Name, draft.Constants.Scalar(min), draft.Constants.Scalar(max)], x.Dims)
        : draft.Add("Clip", [x.Name], x.Dims, ModelBuilder.Float("min", (float)min), ModelBuilder.Float("max", (float)max));
}
