using BnFold.Onnx;
using BnFold.Tests.Support;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Verification;

/// <summary>One way to get a fold wrong.</summary>
/// <param name="Original">A net, without outputs.</param>
/// <param name="Spoil">Makes its right fold wrong.</param>
/// <param name="Witness">The value that shows it first.</param>
internal sealed record Fault(Func<ModelBuilder> Original, Action<FoldedNet> Spoil, string Witness = "y");

/// <summary>Ways to get a fold wrong, by name.</summary>
internal static class Faults
{
    /// <summary>What can go wrong wherever there are weights and biases.</summary>
    private static readonly Dictionary<string, Action<FoldedNet>> _everywhere = new()
    {
        ["one weight × 1.01"] = net => net.Change("y", 1, weights => weights[Largest(weights)] *= 1.01),
        ["one weight's sign"] = net => net.Change("y", 1, weights => weights[Largest(weights)] *= -1),
        ["bias + 0.01 in one channel"] = net => net.Change("y", 2, bias => bias[1] += 0.01),
        ["two biases swapped"] = net => net.Change("y", 2, bias => (bias[0], bias[1]) = (bias[1], bias[0])),
        ["bias lost"] = net => net.Change("y", 2, Array.Clear),
        ["bias of the wrong sign"] = net => net.Change("y", 2, bias => Scale(bias, -1)),
        ["weights in reverse"] = net => net.Change("y", 1, Array.Reverse),
        ["a weight that is NaN"] = net => net.Change("y", 1, weights => weights[2] = double.NaN),
        ["a weight that overflowed"] = net => net.Change("y", 1, weights => weights[1] = double.PositiveInfinity),
    };

    private static readonly Dictionary<string, Fault> _special = new()
    {
        ["grouped conv: groups' weights swapped"] = new(FoldableNets.GroupedConv, net => net.Change("y", 1, SwapHalves)),
        ["grouped conv: scales of the other group"] = new(FoldableNets.GroupedConv, net => Rescale(net, "c.weight", (o, _) => (o + 3) % 6, 18)),
        ["conv: scaled along the inputs"] = new(FoldableNets.Conv, net => Rescale(net, "c.weight", (_, i) => i / 9, 27)),
        ["conv: pads moved to the other side"] = new(FoldableNets.Conv, net => SetInts(net, "pads", 0, 0, 2, 2)),
        ["conv: dilations and pads of another layer"] =
            new(FoldableNets.Conv, net => SetInts(net, "pads", 2, 2, 2, 2).Maker("y").Attribute.Add(Ints("dilations", 2, 2))),
        ["conv transpose: channels grouped wrongly"] = new(FoldableNets.ConvTranspose, SpoilGroups),
        ["conv transpose: scaled along axis 0"] = new(FoldableNets.ConvTranspose, net => Rescale(net, "w", (o, _) => o, 27)),
        ["gemm: beta applied to the folded bias"] = new(FoldableNets.Gemm, net => net.Change("y", 2, bias => Scale(bias, 0.5))),
        ["gemm: alpha left out"] = new(FoldableNets.Gemm, net => net.Change("y", 1, weights => Scale(weights, 1 / 0.8))),
        ["gemm: transB ignored"] = new(FoldableNets.Gemm, net => net.Maker("y").Attribute.Single(a => a.Name == "transB").I = 0),
        ["conv and arithmetic: factor dropped"] =
            new(FoldableNets.ConvAndArithmetic, net => net.Change("y", 1, weights => Scale(weights, 1 / 1.7))),
        ["conv and arithmetic: summand dropped"] = new(FoldableNets.ConvAndArithmetic, DropSummand),
        ["padded forward: shift taken through the padding"] = new(FoldableNets.PaddedForward, IgnorePadding),
        ["conv and Relu: Relu first"] = new(FoldableNets.ConvAndRelu, ReluFirst, "r"),
        ["quantized conv: one scale × 1.01"] = new(FoldableNets.QuantizedConv, net => net.Change(net.Maker("y").Input[1], 1, scales => scales[2] *= 1.01)),
        ["quantized conv: scales swapped"] =
            new(FoldableNets.QuantizedConv, net => net.Change(net.Maker("y").Input[1], 1, scales => (scales[0], scales[1]) = (scales[1], scales[0]))),
        ["quantized conv: bias + 0.01 in one channel"] = new(FoldableNets.QuantizedConv, net => net.Change("y", 2, bias => bias[1] += 0.01)),
        ["two layers: one left out"] = new(FoldableNets.TwoLayers, LeaveOut, "y2"),
        ["two layers: weights swapped"] = new(FoldableNets.TwoLayers, net => SwapInputs(net, 1), "y1"),
        ["two layers: biases swapped"] = new(FoldableNets.TwoLayers, net => SwapInputs(net, 2), "y1"),
        ["two layers: Relu lost"] = new(FoldableNets.TwoLayers, net => net.Maker("r").OpType = "Identity", "r"),
        ["two layers: scaled twice"] = new(FoldableNets.TwoLayers, ScaleTwice, "y2"),
    };

    /// <summary>Nets whose fold has other constants.</summary>
    private static readonly HashSet<string> _ownFaultsOnly = ["padded forward", "quantized conv"];

    public static IReadOnlyDictionary<string, Fault> All { get; } = _special.Concat(Everywhere()).ToDictionary();

    private static IEnumerable<KeyValuePair<string, Fault>> Everywhere()
    {
        foreach (var (net, original) in FoldableNets.All)
        {
            foreach (var (fault, spoil) in _everywhere)
            {
                // What rounding to float16 makes in right folds too, no limit can tell from this.
                if (net == "float16 conv" && fault is "one weight × 1.01" or "bias + 0.01 in one channel") continue;
                if (_ownFaultsOnly.Contains(net)) continue;
                yield return KeyValuePair.Create($"{net}: {fault}", new Fault(original, spoil));
            }
        }
    }

    private static int Largest(double[] values) => values.Index().MaxBy(pair => Math.Abs(pair.Item)).Index;

    private static void Scale(double[] values, double factor)
    {
        foreach (ref var value in values.AsSpan()) value *= factor;
    }

    private static void SwapHalves(double[] values)
    {
        var half = values.Length / 2;
        for (var i = 0; i < half; i++) (values[i], values[half + i]) = (values[half + i], values[i]);
    }

    private static double[] Factors(FoldedNet net, string output)
    {
        var (scale, variance) = (net.ReadOriginal($"bn_{output}.scale"), net.ReadOriginal($"bn_{output}.var"));
        return [.. scale.Zip(variance, (s, v) => s / Math.Sqrt(v + 1e-5))];
    }

    /// <summary>Weights times the factor that <paramref name="channel"/> picks by the first index and the place within it.</summary>
    private static void Rescale(FoldedNet net, string weight, Func<int, int, int> channel, int length)
    {
        var (plain, factors) = (net.ReadOriginal(weight), Factors(net, "y"));
        net.Change("y", 1, weights =>
        {
            for (var i = 0; i < weights.Length; i++) weights[i] = plain[i] * factors[channel(i / length, i % length)];
        });
    }

    /// <summary>As if the filters of the second group were those of the first.</summary>
    private static void SpoilGroups(FoldedNet net) => Rescale(net, "w", (_, i) => i / 9, 27);

    private static void DropSummand(FoldedNet net)
    {
        var factors = Factors(net, "y");
        net.Change("y", 2, bias =>
        {
            for (var o = 0; o < bias.Length; o++) bias[o] += 0.4 * factors[o];
        });
    }

    /// <summary>Right but for the border, where the original's pads are zeros behind the BatchNormalization.</summary>
    private static void IgnorePadding(FoldedNet net)
    {
        var (scale, weights, bias) = (Factors(net, "n"), net.ReadOriginal("y.weight"), net.ReadOriginal("y.bias"));
        var (mean, shift) = (net.ReadOriginal("bn_n.mean"), net.ReadOriginal("bn_n.bias"));
        for (var i = 0; i < weights.Length; i++)
        {
            var c = i / 9 % 3;
            bias[i / 27] += weights[i] * (shift[c] - (scale[c] * mean[c]));
            weights[i] *= scale[c];
        }
        net.Graph.Initializer.Add(MakeTensor("spoiled.weight", ElementType.Float, [4, 3, 3, 3], weights));
        net.Graph.Initializer.Add(MakeTensor("spoiled.bias", ElementType.Float, [4], bias));
        var conv = net.Original.Graph.Node.Single(node => node.OpType == "Conv").Clone();
        conv.Input.Clear();
        conv.Input.AddRange(["x", "spoiled.weight", "spoiled.bias"]);
        foreach (var node in net.Graph.Node.Where(node => node.Output[0] is "y" or "n" || node.Input.Contains("x")).ToArray()) net.Graph.Node.Remove(node);
        net.Graph.Node.Insert(0, conv);
    }

    private static void ReluFirst(FoldedNet net)
    {
        net.Model.Graph = net.Original.Graph.Clone();
        var (normalization, relu) = (net.Maker("y"), net.Maker("r"));
        (normalization.Input[0], normalization.Output[0]) = ("relu", "r");
        (relu.Input[0], relu.Output[0]) = ("c", "relu");
        net.Graph.Node.Remove(relu);
        net.Graph.Node.Insert(1, relu);
    }

    private static FoldedNet SetInts(FoldedNet net, string attribute, params long[] values)
    {
        var found = net.Maker("y").Attribute.Single(a => a.Name == attribute);
        found.Ints.Clear();
        found.Ints.AddRange(values);
        return net;
    }

    private static void LeaveOut(FoldedNet net)
    {
        net.Restore("y2", 1, "c2.weight");
        net.Restore("y2", 2, "c2.bias");
    }

    private static void SwapInputs(FoldedNet net, int input)
    {
        var (one, two) = (net.Maker("y1"), net.Maker("y2"));
        (one.Input[input], two.Input[input]) = (two.Input[input], one.Input[input]);
    }

    private static void ScaleTwice(FoldedNet net)
    {
        var factors = Factors(net, "y2");
        net.Change("y2", 1, weights =>
        {
            for (var i = 0; i < weights.Length; i++) weights[i] *= factors[i / 36];
        });
    }
}
