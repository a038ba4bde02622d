using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Conv: y[o] = Σ W[o,i]∗x[i] + b[o], filters [M, C/group, k…].
/// On its output: W'[o] = s[o]·W[o], b' = s·b + t. On its input: W'[o,i] = s[i]·W[o,i], b' = b + Σ W[o,i]·t[i], where i counts within
/// the group of o; the shift only where nothing is padded, for padding adds zeros after the affine was taken away.
/// </summary>
internal class Conv(int biasInput = 2) : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryFilters(node, affine, out var filters, out var blocked)) return [blocked];
        var outputs = checked((int)filters.Dims[0]);
        if (!ChannelVectors.TryRead(node, affine, axis: 1, outputs, out var scale, out var shift, out blocked)) return [blocked];
        if (!HostConstants.TryBias(node, biasInput, outputs, out var bias, out blocked)) return [blocked];

        for (var o = 0; o < outputs; o++) bias[o] = bias[o] * scale[o] + shift[o];
        return [GroupedFilters.Absorb(node, filters.Scale(Coefficients.Along(0, filters.Rank, scale)), biasInput, bias)];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!TryFilters(node, affine, out var filters, out var blocked)) return [blocked];
        var groups = checked((int)(node.Int("group") ?? 1));
        var outputs = checked((int)filters.Dims[0]);
        var perGroup = checked((int)filters.Dims[1]);
        if (groups < 1 || outputs % groups != 0) return [Passage.Blocked(node, SkipReason.MalformedNode, $"{outputs} filters in {groups} groups")];
        if (!ChannelVectors.TryRead(node, affine, axis: 1, perGroup * groups, out var scale, out var shift, out blocked)) return [blocked];
        if (!HostConstants.TryBias(node, biasInput, outputs, out var bias, out blocked)) return [blocked];
        if (!affine.HasNoShift)
        {
            if (Padding.Describe(node, filters.Rank - 2, filters) is { } padding) return [Passage.Blocked(node, SkipReason.Padding, padding)];
            AddShift(filters, shift, bias, outputs / groups);
        }
        return [GroupedFilters.Absorb(node, GroupedFilters.Scale(filters, groups, scale), biasInput, bias)];
    }

    private static bool TryFilters(Node node, Affine affine, out Constant filters, out Passage blocked)
    {
        if (!HostConstants.TryWeight(node, 1, out filters!, out blocked!)) return false;
        if (filters.Rank >= 3 && filters.Rank == affine.Rank) return true;
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"filters of rank {filters.Rank} for a value of rank {affine.Rank}");
        return false;
    }

    /// <summary>b[o] += Σ W[o,i]·t[i], one filter at a time.</summary>
    private static void AddShift(Constant filters, double[] shift, double[] bias, int filtersPerGroup)
    {
        var perGroup = (int)filters.Dims[1];
        var filter = new double[filters.Count / bias.Length];
        if (filter.Length == 0) return;
        var kernel = filter.Length / perGroup;
        for (var o = 0; o < bias.Length; o++)
        {
            filters.ReadDoubles((long)o * filter.Length, filter);
            var channel = o / filtersPerGroup * perGroup;
            for (var i = 0; i < filter.Length; i++) bias[o] += filter[i] * shift[channel + i / kernel];
        }
    }
}
