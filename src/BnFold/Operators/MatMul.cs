using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// MatMul with one constant factor W. Right, Y = X·W: an affine on the last axis of Y scales the columns of W; one on the last axis of X
/// scales its rows. Left, Y = W·X: the same with axis −2. MatMul has no bias: on its output a shift needs Gemm, which exists for rank 2
/// only; on its input the shift becomes t·W (or W·t) on the output and goes on from there, or stays as an Add.
/// </summary>
internal sealed class MatMul : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryFactor(node, affine.Rank, out var factor, out var blocked)) return [blocked];
        var (weight, input, rank) = (factor.Weight, factor.Input, affine.Rank);
        // Right: the columns are the last axis of W and of Y. Left: the rows are axis −2 of both.
        var axis = input == 1 ? 1 : 2;
        if (!ChannelVectors.TryRead(node, affine, rank - axis, (int)weight.Dims[^axis], out var scale, out var shift, out blocked)) return [blocked];
        var scaled = weight.Scale(Coefficients.Along(weight.Rank - axis, weight.Rank, scale));
        if (affine.HasNoShift) return [Absorb(node, input, scaled)];
        return input == 1 && rank == 2 ? [AsGemm(node, scaled, shift)] : [Passage.Blocked(node, SkipReason.ShiftBlocked, "MatMul has no bias to take the shift")];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (!TryFactor(node, affine.Rank, out var factor, out var blocked)) return [blocked];
        if (factor.Input == input) return base.Forward(node, input, affine);
        var (weight, rank) = (factor.Weight, affine.Rank);
        // Right: X's last axis meets axis −2 of W. Left: X's axis −2 meets the last axis of W.
        var axis = factor.Input == 1 ? 1 : 2;
        if (!ChannelVectors.TryRead(node, affine, rank - axis, (int)weight.Dims[^(3 - axis)], out var scale, out var shift, out blocked)) return [blocked];
        var scaled = weight.Scale(Coefficients.Along(weight.Rank - (3 - axis), weight.Rank, scale));
        if (affine.HasNoShift) return [Absorb(node, factor.Input, scaled)];
        if (weight.Rank != 2) return [Passage.Blocked(node, SkipReason.ShiftBlocked, $"the shift would differ over the {weight.Rank - 2} batch axes of the weight")];

        var product = MatrixProducts.VectorTimes(shift, weight, contracted: axis - 1);
        if (factor.Input == 1 && rank == 2) return [AsGemm(node, scaled, product)];
        var rest = Affine.OfShift(Coefficients.Along(rank - axis, rank, product));
        return [Passage.Shared(Rewrite(node, factor.Input, scaled), new Onward(0, rest)), StandIn.Behind(Rewrite(node, factor.Input, scaled), weight.Type, rest.Shift)];
    }

    private static bool TryFactor(Node node, int rank, out (Constant Weight, int Input) factor, out Passage blocked)
    {
        factor = default;
        if (!HostConstants.TryEitherWeight(node, out var weight, out var input, out blocked!)) return false;
        factor = (weight, input);
        var other = node.Input(1 - factor.Input);
        if (other is null || node.Scope.View.Shapes.Rank(other) is not { } otherRank)
        {
            blocked = Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {other} is unknown");
            return false;
        }
        // With a vector on either side, or a weight of more axes than the other factor, the axes of the result are others.
        if (weight.Rank >= 2 && otherRank == rank && weight.Rank <= rank && otherRank >= 2) return true;
        blocked = Passage.Blocked(node, SkipReason.WrongAxis, $"a product of ranks {weight.Rank} and {otherRank} has no axis of its own for each channel");
        return false;
    }

    private static NodeRewrite Rewrite(Node node, int input, Constant weight) =>
        new(node) { Constants = [new(input, weight, HostConstants.Hint(node, input, "weight"))] };

    private static Passage Absorb(Node node, int input, Constant weight) => Passage.Absorbed(Rewrite(node, input, weight));

    private static Passage AsGemm(Node node, Constant weight, double[] shift)
    {
        if (!HostConstants.TryMakeBias(node, 2, weight, [shift.Length], shift, out var bias, out var blocked)) return blocked;
        var rewrite = Rewrite(node, 1, weight);
        return Passage.Absorbed(rewrite with { OpType = "Gemm", Constants = rewrite.Constants.Add(bias), Attributes = [.. Gemm.Broadcast(node)] });
    }
}
