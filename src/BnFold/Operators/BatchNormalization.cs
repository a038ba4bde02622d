using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// BatchNormalization as a host. On its output γ' = s·γ, β' = s·β + t, whatever the statistics. On its input γ' = s·γ, and a scale that
/// enlarges goes into μ' = (μ − t)/s, since in β' it would have to cancel; any other into β' = β + γ/√(σ²+ε)·(t + (s−1)·μ), since in μ' it
/// might leave every range.
/// </summary>
internal sealed class BatchNormalization : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryScaleAndBias(node, affine, out var host, out var blocked)) return [blocked];
        for (var c = 0; c < host.Bias.Length; c++) host.Bias[c] = host.Bias[c] * host.By[c] + host.Plus[c];
        return [Absorb(node, host, (2, "bias", host.Bias))];
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
        var enlarged = host.By.Count(static s => Math.Abs(s) > 1);
        if (enlarged > 0 && !TensorCodec.Holds(TypeOf(node, 3), host.Scale.Type))
            return [Passage.Blocked(node, SkipReason.OperatorBlocks, $"its mean is {TypeOf(node, 3)}, coarser than what would go into it")];
        for (var c = 0; c < channels; c++)
        {
            if (Math.Abs(host.By[c]) > 1) mean[c] = (mean[c] - host.Plus[c]) / host.By[c];
            else host.Bias[c] += gamma[c] / Math.Sqrt(variance[c] + epsilon) * (host.Plus[c] + ((host.By[c] - 1) * mean[c]));
        }
        List<(int, string, double[])> changes = [];
        if (enlarged < channels) changes.Add((2, "bias", host.Bias));
        if (enlarged > 0) changes.Add((3, "mean", mean));
        return [Absorb(node, host, [.. changes])];
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

    private static ElementType TypeOf(Node node, int input) => node.Scope.View.Constants.Find(node.Input(input))!.Type;

    private static Passage Absorb(Node node, Host host, params ReadOnlySpan<(int Input, string Role, double[] Values)> changes)
    {
        var constants = new List<NewConstant> { new(1, host.Scale.Scale(Coefficients.Along(0, 1, host.By)), HostConstants.Hint(node, 1, "scale")) };
        foreach (var (input, role, values) in changes)
        {
            var hint = HostConstants.Hint(node, input, role);
            if (!HostConstants.TryMake(node, input, TypeOf(node, input), [values.Length], values, hint, out var made, out var blocked)) return blocked;
            constants.Add(made);
        }
        return Passage.Absorbed(new(node) { Constants = [.. constants] });
    }
}
