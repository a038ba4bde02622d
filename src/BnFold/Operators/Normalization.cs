using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// Normalizations that measure mean and deviation as the model runs, then multiply by scale and add bias: y = scale·x̂ + bias. On their
/// output scale' = s·scale, bias' = s·bias + t. On their input an affine vanishes, but for epsilon, which does not scale along; they block.
/// </summary>
internal abstract class Normalization : Operator
{
    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) => input == 0
        ? [Passage.Blocked(node, SkipReason.OperatorBlocks, "measures mean and deviation of what comes in, and its epsilon does not scale along")]
        : base.Forward(node, input, affine);

    /// <summary>The node with scale and bias of the given dims; a bias that was left out stays so where it would be zero.</summary>
    protected static Passage Absorb(Node node, ElementType type, ImmutableArray<long> dims, double[] scale, double[] bias)
    {
        if (!HostConstants.TryMake(node, 1, type, dims, scale, HostConstants.Hint(node, 1, "scale"), out var newScale, out var blocked)) return blocked;
        if (node.Input(2) is null && Array.TrueForAll(bias, static b => b == 0)) return Passage.Absorbed(new(node) { Constants = [newScale] });
        return HostConstants.TryMake(node, 2, type, dims, bias, HostConstants.Hint(node, 2, "bias"), out var newBias, out blocked)
            ? Passage.Absorbed(new(node) { Constants = [newScale, newBias] })
            : blocked;
    }
}
