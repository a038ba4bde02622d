using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Transpose: output axis i is input axis perm[i], and the coefficients move along. Without perm the axes are reversed.</summary>
internal sealed class Transpose : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryPermutation(node, affine.Rank, out var permutation, out var blocked)) return [blocked];
        var inverse = new int[permutation.Length];
        for (var i = 0; i < inverse.Length; i++) inverse[permutation[i]] = i;
        return [Passage.Carried(0, affine.Transpose(inverse))];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        TryPermutation(node, affine.Rank, out var permutation, out var blocked) ? [Passage.Carried(0, affine.Transpose(permutation))] : [blocked];

    private static bool TryPermutation(Node node, int rank, out int[] permutation, out Passage blocked)
    {
        blocked = null!;
        permutation = node.Ints("perm") is { } given ? [.. given.Select(static p => (int)p)] : [.. Enumerable.Range(0, rank).Reverse()];
        if (permutation.Order().SequenceEqual(Enumerable.Range(0, rank))) return true;
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"perm=[{string.Join(',', permutation)}] for a value of rank {rank}");
        return false;
    }
}
