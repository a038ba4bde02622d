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
        return [Absorb(node, filters.Scale(Coefficients.Along(0, filters.Rank, scale)), bias)];
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
        return [Absorb(node, filters.Scale(PerInput(scale, outputs, perGroup, groups, filters.Rank)), bias)];
    }

    private static bool TryFilters(Node node, Affine affine, out Constant filters, out Passage blocked)
    {
        if (!HostConstants.TryWeight(node, 1, out filters!, out blocked!)) return false;
        if (filters.Rank >= 3 && filters.Rank == affine.Rank) return true;
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"filters of rank {filters.Rank} for a value of rank {affine.Rank}");
        return false;
    }

    private Passage Absorb(Node node, Constant filters, double[] bias)
    {
        var weight = new NewConstant(1, filters, HostConstants.Hint(node, 1, "weight"));
        if (node.Input(biasInput) is null && bias.All(static b => b == 0)) return Passage.Absorbed(new(node) { Constants = [weight] });
        return HostConstants.TryMakeBias(node, biasInput, filters, [bias.Length], bias, out var newBias, out var blocked)
            ? Passage.Absorbed(new(node) { Constants = [weight, newBias] })
            : blocked;
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

    private static Coefficients PerInput(double[] scale, int outputs, int perGroup, int groups, int rank)
    {
        if (groups == 1) return Coefficients.Along(1, rank, scale);
        var dims = Coefficients.Ones(rank);
        (dims[0], dims[1]) = (outputs, perGroup);
        var factors = new double[outputs * perGroup];
        for (var o = 0; o < outputs; o++)
            Array.Copy(scale, o / (outputs / groups) * perGroup, factors, o * perGroup, perGroup);
        return Coefficients.Create(dims, factors);
    }
}
