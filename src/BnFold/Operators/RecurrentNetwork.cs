using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// LSTM, GRU, RNN: at every step X enters only as W·x + Wb (+ R·h + Rb), for each gate and direction, with W [directions, gates·hidden,
/// input] and B = [Wb, Rb] [directions, 2·gates·hidden]. An affine along the features, the last axis of X in either layout, is
/// W' = W·diag(s), Wb' = Wb + W·t with the original W. What comes behind that sum stays as it was: peepholes, clip, initial states,
/// linear_before_reset (which is about R·h + Rb), and steps beyond sequence_lens, which are not computed from X at all.
/// </summary>
internal sealed class RecurrentNetwork : Operator
{
    private const int Features = 2;

    protected override IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [Passage.Blocked(node, SkipReason.OperatorBlocks, "its activations and what it remembers take no affine on the output")];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!HostConstants.TryWeight(node, 1, out var weight, out var blocked)) return [blocked];
        if (weight.Rank != 3 || affine.Rank != 3)
            return [Passage.Blocked(node, SkipReason.MalformedNode, $"W of rank {weight.Rank} and X of rank {affine.Rank}, expected 3 and 3")];
        if (!ChannelVectors.TryRead(node, affine, Features, checked((int)weight.Dims[2]), out var scale, out var shift, out blocked)) return [blocked];
        var scaled = new NewConstant(1, weight.Scale(Coefficients.Along(2, 3, scale)), HostConstants.Hint(node, 1, "W"));
        if (affine.HasNoShift) return [Passage.Absorbed(new(node) { Constants = [scaled] })];

        var (directions, gates) = (checked((int)weight.Dims[0]), checked((int)weight.Dims[1]));
        if (!HostConstants.TryBias(node, 3, directions * 2 * gates, out var bias, out blocked)) return [blocked];
        AddShift(weight, shift, bias);
        return HostConstants.TryMake(node, 3, weight.Type, [directions, 2 * gates], bias, HostConstants.Hint(node, 3, "B"), out var newBias, out blocked)
            ? [Passage.Absorbed(new(node) { Constants = [scaled, newBias] })]
            : [blocked];
    }

    /// <summary>Wb += W·t, row by row; Rb, the second half of each direction's bias, stays.</summary>
    private static void AddShift(Constant weight, double[] shift, double[] bias)
    {
        var gates = (int)weight.Dims[1];
        var row = new double[shift.Length];
        for (var r = 0; r < (int)weight.Dims[0] * gates; r++)
        {
            weight.ReadDoubles((long)r * row.Length, row);
            var place = r / gates * 2 * gates + r % gates;
            for (var i = 0; i < row.Length; i++) bias[place] += row[i] * shift[i];
        }
    }
}
