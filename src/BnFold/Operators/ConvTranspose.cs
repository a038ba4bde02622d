using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// ConvTranspose: filters [Cin, Cout/group, k…], so output channel o is filter column o mod (Cout/group) of the input channels of its
/// group. On its output: the columns times s, b' = s·b + t. On its input: the rows times s; a shift would spread unevenly and blocks.
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
        var weight = new NewConstant(1, filters.Scale(PerOutput(scale, filters, groups)), HostConstants.Hint(node, 1, "weight"));
        if (node.Input(2) is null && bias.All(static b => b == 0)) return [Passage.Absorbed(new(node) { Constants = [weight] })];
        return HostConstants.TryMakeBias(node, 2, weight.Value, [outputs], bias, out var newBias, out blocked)
            ? [Passage.Absorbed(new(node) { Constants = [weight, newBias] })]
            : [blocked];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!TryFilters(node, affine, out var filters, out _, out var blocked)) return [blocked];
        if (!affine.HasNoShift) return [Passage.Blocked(node, SkipReason.ShiftBlocked, "how often a shift counts differs from place to place")];
        if (!ChannelVectors.TryRead(node, affine, axis: 1, (int)filters.Dims[0], out var scale, out _, out blocked)) return [blocked];
        var scaled = filters.Scale(Coefficients.Along(0, filters.Rank, scale));
        return [Passage.Absorbed(new(node) { Constants = [new(1, scaled, HostConstants.Hint(node, 1, "weight"))] })];
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

    private static Coefficients PerOutput(double[] scale, Constant filters, int groups)
    {
        if (groups == 1) return Coefficients.Along(1, filters.Rank, scale);
        var inputs = (int)filters.Dims[0];
        var perGroup = (int)filters.Dims[1];
        var dims = Coefficients.Ones(filters.Rank);
        (dims[0], dims[1]) = (inputs, perGroup);
        var factors = new double[inputs * perGroup];
        for (var c = 0; c < inputs; c++)
            Array.Copy(scale, c / (inputs / groups) * perGroup, factors, c * perGroup, perGroup);
        return Coefficients.Create(dims, factors);
    }
}
