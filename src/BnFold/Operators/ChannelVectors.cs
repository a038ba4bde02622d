using System.Diagnostics.CodeAnalysis;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>An affine as two vectors along one axis, for hosts with one constant per channel.</summary>
internal static class ChannelVectors
{
    public static bool TryRead(
        Node node, Affine affine, int axis, int length,
        [NotNullWhen(true)] out double[]? scale, [NotNullWhen(true)] out double[]? shift, [NotNullWhen(false)] out Passage? blocked)
    {
        scale = shift = null;
        blocked = null;
        if (!affine.VariesOnlyOn(axis))
        {
            blocked = Passage.Blocked(node, SkipReason.WrongAxis, $"the affine varies on another axis than {axis}, where the constants are");
            return false;
        }
        scale = affine.Scale.Vector(axis, length);
        shift = affine.Shift.Vector(axis, length);
        if (scale is not null && shift is not null) return true;
        var found = affine.Length(axis);
        blocked = Passage.Blocked(node, SkipReason.ChannelMismatch, $"{length} channels, but the affine has {found}");
        return false;
    }
}
