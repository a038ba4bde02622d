using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Resize and Upsample: each number of the result is Σ w·x over neighbours with Σ w = 1, so an affine that is the same for all of them
/// passes. Σ w = 1 holds in every mode: nearest takes one neighbour; linear weights are d and 1 − d; the four cubic ones,
/// of Keys' kernel with any coefficient, sum to 1 at every phase; a neighbour beyond the edge lends its weight to the edge, or is left out
/// and the rest is divided by its sum (exclude_outside); antialias stretches the kernel and divides by the sum as well. Only
/// tf_crop_and_resize gives a constant where it looks outside, and blocks.
/// </summary>
internal sealed class Resize : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => Pass(node, affine);

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        input == 0 ? Pass(node, affine) : base.Forward(node, input, affine);

    private static IEnumerable<Passage> Pass(Node node, Affine affine)
    {
        if (node.String("coordinate_transformation_mode") is "tf_crop_and_resize")
            return [Passage.Blocked(node, SkipReason.OperatorBlocks, "tf_crop_and_resize puts its extrapolation_value where it looks outside")];
        for (var axis = 0; axis < affine.Rank; axis++)
        {
            if (!affine.VariesOn(axis)) continue;
            if (ResizedAxes.Obstacle(node, axis, affine.Rank) is { } obstacle)
                return [Passage.Blocked(node, obstacle.Reason, string.Create(CultureInfo.InvariantCulture, $"the affine varies on axis {axis}, {obstacle.Detail}"))];
        }
        return [Passage.Carried(0, affine)];
    }
}
