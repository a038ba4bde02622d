using System.Diagnostics.CodeAnalysis;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// The bias of a host with a quantized weight. Integer kernels, which there are where x is quantized too, add a bias of 32-bit integers in
/// steps of scale(x)·scale(w); one that was such stays such, its steps growing with the scales of the weight, and one that is new becomes
/// such. It is as fine as it was then. A plain bias stays plain. One in other steps becomes plain, since a shift may lie far from any of
/// them, and so does one that no integer reaches.
/// </summary>
internal static class QuantizedBias
{
    // Exporters multiply the scales in the precision they have.
    private const double SameStep = 1e-2;

    public static bool TryMake(Node node, int input, Constant weight, double[] values, [NotNullWhen(true)] out Constant? bias)
    {
        bias = null;
        if (weight.Quantization is not { } after || Steps(node, input, after, values.Length) is not { } found) return false;
        var (template, steps) = found;
        double[] integers = [.. values.Zip(steps, static (v, step) => Math.Round(v / step, MidpointRounding.ToEven))];
        if (!Array.TrueForAll(integers, static q => Math.Abs(q) <= int.MaxValue)) return false;
        var isOne = Array.TrueForAll(steps, s => s == steps[0]);
        if (!isOne && node.Opset < 13) return false;
        var numbers = Constant.OfDoubles(ElementType.Int32, [values.Length], integers);
        bias = new Quantization(template, after.Type, numbers, isOne ? [steps[0]] : steps, new double[isOne ? 1 : steps.Length], isOne ? null : 0).ToConstant();
        return true;
    }

    /// <summary>The steps for each channel, and the DequantizeLinear that the new one takes after.</summary>
    private static (Node Template, double[] Steps)? Steps(Node node, int input, Quantization after, int channels)
    {
        var constants = node.Scope.View.Constants;
        var scales = Spread(after.Scales, channels);
        if (node.Input(0)?.Producer is not { } data || !data.Is("DequantizeLinear") || constants.Find(data.Input(1)) is not { Count: 1 } scale) return null;
        var step = scale.ToDoubles()[0];
        if (node.Input(input) is { } old)
        {
            if (constants.Find(old)?.Quantization is not { Integers.Type: ElementType.Int32 } quantized) return null;
            if (constants.Find(node.Input(1))?.Quantization is not { } before) return null;
            var (steps, former) = (Spread(quantized.Scales, channels), Spread(before.Scales, channels));
            if (scales is null || steps is null || former is null) return null;
            if (steps.Zip(former).Any(pair => !(Math.Abs(pair.First - (step * pair.Second)) <= SameStep * pair.First))) return null;
            return (quantized.Node, [.. steps.Select((s, c) => s * scales[c] / former[c])]);
        }
        if (scales is null || !(after.IsScaledByChannel || after.Axis is null) || (node.Float("alpha") ?? 1f) != 1f) return null;
        return (after.Node, [.. scales.Select(s => step * s)]);
    }

    private static double[]? Spread(double[] scales, int channels) =>
        scales.Length == channels ? scales : scales.Length == 1 ? [.. Enumerable.Repeat(scales[0], channels)] : null;
}
