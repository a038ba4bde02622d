using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>InstanceNormalization: scale and bias for each channel, axis 1.</summary>
internal sealed class InstanceNormalization : Normalization
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!HostConstants.TryWeight(node, 1, out var scale, out var blocked)) return [blocked];
        var channels = checked((int)scale.Count);
        if (!HostConstants.TryBias(node, 2, channels, out var bias, out blocked)) return [blocked];
        if (!ChannelVectors.TryRead(node, affine, axis: 1, channels, out var by, out var plus, out blocked)) return [blocked];
        var gain = scale.ToDoubles();
        for (var c = 0; c < channels; c++) (gain[c], bias[c]) = (gain[c] * by[c], bias[c] * by[c] + plus[c]);
        return [Absorb(node, scale.Type, [channels], gain, bias)];
    }
}
