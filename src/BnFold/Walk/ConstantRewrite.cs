using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>A constant among the values on the way takes the affine itself.</summary>
internal static class ConstantRewrite
{
    public static Obstacle? Make(Use use, Constant constant, Affine affine, out NodeRewrite? rewrite)
    {
        rewrite = null;
        if (constant.IsQuantized) return Obstacle.At(use.Node, SkipReason.Quantized, $"constant {use.Node.Input(use.Input)} is quantized, and would not stay that");
        if (Broadcasting.Coefficients(constant, affine.Rank) is not { } values || constant.Rank != affine.Rank)
            return Obstacle.At(use.Node, SkipReason.ShapeUnknown, $"constant {use.Node.Input(use.Input)} has another rank than the affine");
        var wanted = values * affine.Scale + affine.Shift;
        if (wanted.Expand(constant.SmallDims()) is not { } numbers)
            return Obstacle.At(use.Node, SkipReason.ChannelMismatch, $"constant {use.Node.Input(use.Input)} would grow");
        if (!HostConstants.TryMake(use.Node, use.Input, constant.Type, constant.Dims, numbers, HostConstants.Hint(use.Node, use.Input, "constant"), out var made, out var blocked))
            return ((Passage.BlockedPassage)blocked).Obstacle;
        rewrite = new(use.Node) { Constants = [made] };
        return null;
    }
}
