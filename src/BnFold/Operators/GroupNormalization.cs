using System.Diagnostics.CodeAnalysis;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// GroupNormalization: from operator set 21 on, scale and bias for each channel; in 18 to 20 for each group of channels, so an affine
/// must be the same all over each group.
/// </summary>
internal sealed class GroupNormalization : Normalization
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!HostConstants.TryWeight(node, 1, out var scale, out var blocked)) return [blocked];
        var count = checked((int)scale.Count);
        if (!HostConstants.TryBias(node, 2, count, out var bias, out blocked)) return [blocked];
        if (node.Opset < 21 && affine.Rank > 1 && affine.VariesOn(1) && !TryGroups(node, affine, count, out affine!, out blocked)) return [blocked];
        if (!ChannelVectors.TryRead(node, affine, axis: 1, count, out var by, out var plus, out blocked)) return [blocked];
        var gain = scale.ToDoubles();
        for (var c = 0; c < count; c++) (gain[c], bias[c]) = (gain[c] * by[c], bias[c] * by[c] + plus[c]);
        return [Absorb(node, scale.Type, [count], gain, bias)];
    }

    /// <summary>The affine with one coefficient for each group in place of those of its channels.</summary>
    private static bool TryGroups(Node node, Affine affine, int groups, [NotNullWhen(true)] out Affine? grouped, [NotNullWhen(false)] out Passage? blocked)
    {
        grouped = null;
        blocked = null;
        var channels = affine.Length(1);
        if (groups < 1 || channels % groups != 0)
        {
            blocked = Passage.Blocked(node, SkipReason.ChannelMismatch, $"{channels} channels in {groups} groups");
            return false;
        }
        var size = channels / groups;
        var first = affine.Take(1, [.. Enumerable.Range(0, groups).Select(g => g * size)]);
        if (first.Take(1, [.. Enumerable.Range(0, channels).Select(c => c / size)]) == affine)
        {
            grouped = first;
            return true;
        }
        blocked = Passage.Blocked(node, SkipReason.WrongAxis, $"before operator set 21 its scale and bias are one for each of {groups} groups, within which the affine varies");
        return false;
    }
}
