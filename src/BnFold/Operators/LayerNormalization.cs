using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>LayerNormalization: scale and bias over all axes from <c>axis</c> on, and only there; a bias left out is added.</summary>
internal sealed class LayerNormalization : Normalization
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!AxisParts.TryAxis(node, -1, affine.Rank, out var first, out var malformed)) return [malformed];
        if (Conditions.UniformOn(node, affine, axis => axis < first, "where it has no scale and no bias") is { } other) return [other];
        if (!HostConstants.TryWeight(node, 1, out var scale, out var blocked)) return [blocked];
        Constant? bias = null;
        if (node.Input(2) is not null && !HostConstants.TryWeight(node, 2, out bias, out blocked)) return [blocked];
        if (Dims(affine, first, scale, bias) is not { } dims)
            return [Passage.Blocked(node, SkipReason.ChannelMismatch, $"scale [{string.Join(',', scale.Dims)}] or bias [{string.Join(',', bias?.Dims ?? [])}] has other dims than the affine")];

        var gain = Broadcasting.Coefficients(scale, affine.Rank)! * affine.Scale;
        var offset = bias is null ? affine.Shift : Broadcasting.Coefficients(bias, affine.Rank)! * affine.Scale + affine.Shift;
        // The dims of the constants as they are, unless the affine varies on axes they did not have.
        ImmutableArray<long> written = [.. dims.Skip(first).SkipWhile((d, i) => d == 1 && affine.Rank - first - i > scale.Rank).Select(static d => (long)d)];
        return [Absorb(node, scale.Type, written, gain.Expand(dims)!, offset.Expand(dims)!)];
    }

    /// <summary>Dims that hold scale, bias and affine; null where they don't go together, or the constants have axes before the first.</summary>
    private static int[]? Dims(Affine affine, int first, Constant scale, Constant? bias)
    {
        int[] dims = [.. affine.Scale.Dims.Zip(affine.Shift.Dims, Math.Max)];
        foreach (var constant in new[] { scale, bias })
        {
            if (constant is null) continue;
            if (constant.Rank > affine.Rank - first || !Broadcasting.TryAlign(constant, affine.Rank, out var aligned)) return null;
            for (var axis = 0; axis < dims.Length; axis++)
            {
                if (BroadcastIndex.Dim(dims[axis], aligned[axis]) is not { } dim) return null;
                dims[axis] = dim;
            }
        }
        return dims;
    }
}
