using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>BatchNormalization with statistics as trained networks have them, and its relatives.</summary>
internal static class NormalizationSteps
{
    public static Signal BatchNorm(GraphDraft draft, Signal x)
    {
        if (x.Rank < 2) throw new MisfitException();
        var dice = draft.Dice;
        var isPerElement = draft.Opset < 9 && dice.Chance(0.15);
        var dims = isPerElement ? x.Dims[1..] : [x.Channels];
        var count = Signal.CountOf(dims);
        var epsilon = dice.Pick(1e-5f, 1e-5f, 1e-3f, 0.1f);
        var isHarsh = dice.Chance(0.1) && draft.Type != ElementType.Float16;
        var variance = Dice.Numbers(count, () => isHarsh ? dice.Decades(1e-6, 1e6) : dice.Decades(0.05, 20));
        var signs = dice.Pick(0, 0.2, 0.5);
        var zeros = dice.Chance(0.1) ? 0.3 : 0;
        // γ follows σ, so that the gain stays near one and the network well-conditioned.
        var scale = Array.ConvertAll(variance, v => Gain(dice, signs, zeros) * Math.Sqrt(v + epsilon));
        var hasShift = dice.Chance(0.7);
        var bias = Dice.Numbers(count, () => hasShift ? dice.Normal() : 0);
        var mean = Dice.Numbers(count, () => hasShift ? dice.Normal() : 0);
        if (dice.Chance(0.08)) (scale, bias, mean, variance) = (Uniform(scale), Uniform(bias), Uniform(mean), Uniform(variance));

        string[] parameters = [.. new[] { scale, bias, mean, variance }.Select(p => draft.Constants.Make(dims, p))];
        if (dice.Chance(0.03) && scale.All(static g => g > 0.01)) parameters[3] = parameters[0];
        return draft.Add(
            "BatchNormalization", [x.Name, .. parameters], x.Dims,
            epsilon != 1e-5f || dice.Chance(0.3) ? ModelBuilder.Float("epsilon", epsilon) : null,
            dice.Chance(0.3) ? ModelBuilder.Float("momentum", 0.9f) : null,
            draft.Opset < 9 && (isPerElement || dice.Chance(0.3)) ? ModelBuilder.Int("spatial", isPerElement ? 0 : 1) : null,
            draft.Opset >= 14 && dice.Chance(0.3) ? ModelBuilder.Int("training_mode", 0) : null);
    }

    /// <summary>A BatchNormalization as arithmetic: Sub, Div or Mul, Mul, Add.</summary>
    public static Signal Decomposed(GraphDraft draft, Signal x)
    {
        if (x.Rank < 2) throw new MisfitException();
        long[] dims = [x.Channels, .. x.Spatial.Select(_ => 1L)];
        var dice = draft.Dice;
        var y = x;
        if (dice.Chance(0.8)) y = draft.Add("Sub", [y.Name, draft.Constants.Normal(dims)], x.Dims);
        var divides = dice.Chance(0.5);
        y = draft.Add(divides ? "Div" : "Mul", [y.Name, draft.Constants.Make(dims, Dice.Numbers(x.Channels, () => dice.Between(0.5, 2)))], x.Dims);
        if (dice.Chance(0.6)) y = draft.Add("Mul", [y.Name, draft.Constants.Make(dims, Dice.Numbers(x.Channels, () => Gain(dice, 0.3, 0)))], x.Dims);
        return dice.Chance(0.8) ? draft.Add("Add", dice.Pick<string[]>([y.Name, draft.Constants.Normal(dims)], [draft.Constants.Normal(dims), y.Name]), x.Dims) : y;
    }

    public static Signal Instance(GraphDraft draft, Signal x)
    {
        if (x.Rank < 3 || x.Spatial.Aggregate(1L, (a, b) => a * b) < 4 || draft.Type != ElementType.Float) throw new MisfitException();
        return draft.Add("InstanceNormalization", [x.Name, draft.Constants.Normal(x.Channels), draft.Constants.Normal(x.Channels)], x.Dims, ModelBuilder.Float("epsilon", 0.1f));
    }

    public static Signal Group(GraphDraft draft, Signal x)
    {
        if (x.Rank < 3 || draft.Opset < 18 || x.Channels % 2 != 0 || draft.Type != ElementType.Float) throw new MisfitException();
        var length = draft.Opset >= 21 ? x.Channels : 2;
        return draft.Add(
            "GroupNormalization", [x.Name, draft.Constants.Normal(length), draft.Constants.Normal(length)], x.Dims,
            ModelBuilder.Float("epsilon", 0.1f), ModelBuilder.Int("num_groups", 2));
    }

    public static Signal Layer(GraphDraft draft, Signal x)
    {
        if (draft.Opset < 17 || x.Rank < 2 || draft.Type != ElementType.Float) throw new MisfitException();
        var axis = draft.Dice.Int(1, x.Rank - 1);
        var dims = x.Dims[axis..];
        if (Signal.CountOf(dims) < 3) throw new MisfitException();
        string[] bias = draft.Dice.Chance(0.7) ? [draft.Constants.Normal(dims)] : [];
        return draft.Add(
            "LayerNormalization", [x.Name, draft.Constants.Normal(dims), .. bias], x.Dims,
            ModelBuilder.Int("axis", draft.Dice.Chance(0.5) ? axis : axis - x.Rank), ModelBuilder.Float("epsilon", 0.1f));
    }

    public static double Gain(Dice dice, double negative, double zero) =>
        dice.Chance(zero) ? 0 : dice.Decades(0.4, 2.5) * (dice.Chance(negative) ? -1 : 1);

    private static double[] Uniform(double[] values) => [.. values.Select(_ => values[0])];
}
