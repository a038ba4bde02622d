using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// BatchNormalization as a host. On its output γ' = s·γ, β' = s·β + t, whatever the statistics. On its input γ' = s·γ, μ' = (μ − t)/s: put
/// into β instead, what is large beside the deviation would have to cancel. Where s is 0 it becomes β' = β + γ·(t − μ)/√(σ²+ε).
/// </summary>
internal sealed class BatchNormalization : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryScaleAndBias(node, affine, out var host, out var blocked)) return [blocked];
        for (var c = 0; c < host.Bias.Length; c++) host.Bias[c] = host.Bias[c] * host.By[c] + host.Plus[c];
        return [Absorb(node, host)];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!TryScaleAndBias(node, affine, out var host, out var blocked)) return [blocked];
        var channels = host.Bias.Length;
        if (!HostConstants.TryBias(node, 3, channels, out var mean, out blocked)) return [blocked];
        if (!HostConstants.TryBias(node, 4, channels, out var variance, out blocked)) return [blocked];
        var epsilon = BatchNormAttributes.Epsilon(node);
        var gamma = host.Scale.ToDoubles();
        for (var c = 0; c < channels; c++)
        {
            if (host.By[c] != 0) mean[c] = (mean[c] - host.Plus[c]) / host.By[c];
            else host.Bias[c] += gamma[c] * (host.Plus[c] - mean[c]) / Math.Sqrt(variance[c] + epsilon);
        }
        var type = node.Scope.View.Constants.Find(node.Input(3))!.Type;
        return HostConstants.TryMake(node, 3, type, [channels], mean, HostConstants.Hint(node, 3, "mean"), out var newMean, out blocked)
            ? [Absorb(node, host, newMean)]
            : [blocked];
    }

    private readonly record struct Host(Constant Scale, double[] Bias, double[] By, double[] Plus);

    private static bool TryScaleAndBias(Node node, Affine affine, out Host host, out Passage blocked)
    {
        host = default;
        if (BatchNormAttributes.TrainingMode(node) is { } training)
        {
            blocked = Passage.Blocked(node, SkipReason.TrainingMode, training);
            return false;
        }
        if (!HostConstants.TryWeight(node, 1, out var scale, out blocked!)) return false;
        if (scale.Rank != 1)
        {
            blocked = Passage.Blocked(node, SkipReason.WrongAxis, "its parameters are per element (spatial=0)");
            return false;
        }
        if (ElementTypes.Of(node.Input(0)) is { } type && TensorCodec.IsFloating(type) && !TensorCodec.Holds(scale.Type, type))
        {
            blocked = Passage.Blocked(node, SkipReason.OperatorBlocks, $"its parameters are {scale.Type}, coarser than the {type} of the value");
            return false;
        }
        var channels = (int)scale.Count;
        if (!HostConstants.TryBias(node, 2, channels, out var bias, out blocked!)) return false;
        if (affine.Rank < 2)
        {
            blocked = Passage.Blocked(node, SkipReason.WrongAxis, "a value of rank 1 has no channel axis");
            return false;
        }
        if (!ChannelVectors.TryRead(node, affine, axis: 1, channels, out var by, out var plus, out blocked!)) return false;
        host = new(scale, bias, by, plus);
        return true;
    }

    private static Passage Absorb(Node node, Host host, params ReadOnlySpan<NewConstant> others)
    {
        var scale = new NewConstant(1, host.Scale.Scale(Coefficients.Along(0, 1, host.By)), HostConstants.Hint(node, 1, "scale"));
        return HostConstants.TryMake(node, 2, host.Scale.Type, [host.Bias.Length], host.Bias, HostConstants.Hint(node, 2, "bias"), out var bias, out var blocked)
            ? Passage.Absorbed(new(node) { Constants = [scale, bias, .. others] })
            : blocked;
    }
}
