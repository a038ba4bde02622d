using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// ConvTranspose: filters [Cin, Cout/group, k…], so output channel o is filter column o mod (Cout/group) of the input channels of its
/// group. On its output: the columns times s, b' = s·b + t. On its input: the rows times s; a shift would spread unevenly and blocks,
/// except with a kernel of one element that goes everywhere once: b'[o] = b[o] + Σ W[i,o]·t[i].
/// </summary>
internal sealed class ConvTranspose : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryFilters(node, affine, out var filters, out var groups, out var blocked)) return [blocked];
        var outputs = checked((int)(filters.Dims[1] * groups));
        if (!ChannelVectors.TryRead(node, affine, axis: 1, outputs, out var scale, out var shift, out blocked)) return [blocked];
        if (!HostConstants.TryBias(node, 2, outputs, out var bias, out blocked)) return [blocked];

        for (var o = 0; o < outputs; o++) bias[o] = bias[o] * scale[o] + shift[o];
        return [GroupedFilters.Absorb(node, GroupedFilters.Scale(filters, groups, scale), biasInput: 2, bias)];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!TryFilters(node, affine, out var filters, out var groups, out var blocked)) return [blocked];
        if (!affine.HasNoShift && !IsPointwise(node, filters))
            return [Passage.Blocked(node, SkipReason.ShiftBlocked, "how often a shift counts differs from place to place")];
        if (!ChannelVectors.TryRead(node, affine, axis: 1, (int)filters.Dims[0], out var scale, out var shift, out blocked)) return [blocked];
        var scaled = filters.Scale(Coefficients.Along(0, filters.Rank, scale));
        if (affine.HasNoShift) return [Passage.Absorbed(new(node) { Constants = [new(1, scaled, HostConstants.Hint(node, 1, "weight"))] })];
        if (!HostConstants.TryBias(node, 2, checked((int)(filters.Dims[1] * groups)), out var bias, out blocked)) return [blocked];
        AddShift(filters, shift, bias, groups);
        return [GroupedFilters.Absorb(node, scaled, biasInput: 2, bias)];
    }

    /// <summary>Every place of the output has exactly one of the input, as with a Conv of kernel 1.</summary>
    private static bool IsPointwise(Node node, Constant filters) =>
        filters.Dims.Skip(2).All(static size => size == 1)
        && node.Ints("output_shape") is null
        && node.Ints("strides")?.All(static stride => stride == 1) != false
        && node.Ints("output_padding")?.All(static size => size == 0) != false
        && Padding.Describe(node, filters.Rank - 2, filters) is null;

    /// <summary>b[o] += Σ W[i,o]·t[i], one input channel at a time; i counts within the group of o.</summary>
    private static void AddShift(Constant filters, double[] shift, double[] bias, int groups)
    {
        var (inputs, perGroup) = ((int)filters.Dims[0] / groups, (int)filters.Dims[1]);
        var row = new double[perGroup];
        for (var i = 0; i < shift.Length; i++)
        {
            filters.ReadDoubles((long)i * perGroup, row);
            for (var o = 0; o < perGroup; o++) bias[i / inputs * perGroup + o] += row[o] * shift[i];
        }
    }

    private static bool TryFilters(Node node, Affine affine, out Constant filters, out int groups, out Passage blocked)
    {
        groups = checked((int)(node.Int("group") ?? 1));
        if (!HostConstants.TryWeight(node, 1, out filters!, out blocked!)) return false;
        if (filters.Rank >= 3 && filters.Rank == affine.Rank && groups >= 1 && filters.Dims[0] % groups == 0) return true;
        blocked = Passage.Blocked(
            node, SkipReason.MalformedNode, $"filters [{string.Join(',', filters.Dims)}] in {groups} groups for a value of rank {affine.Rank}");
        return false;
    }
}
