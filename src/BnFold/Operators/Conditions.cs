using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>What several families ask of an affine before they let it through; each answers with what is wrong, null when all is right.</summary>
internal static class Conditions
{
    /// <summary>Asked for by whatever keeps an order, for a negative factor turns it round.</summary>
    public static Passage? NoNegativeScale(Node node, Affine affine) => Element(affine.Scale, static s => s < 0) is { } element
        ? Passage.Blocked(node, SkipReason.NegativeScale, $"passes no negative scale, but {element}")
        : null;

    public static Passage? OnlyPositiveScale(Node node, Affine affine, string because) => Element(affine.Scale, static s => !(s > 0)) is { } element
        ? Passage.Blocked(node, SkipReason.NegativeScale, $"passes only scales above zero {because}, but {element}")
        : null;

    public static Passage? NoShift(Node node, Affine affine, string because) => affine.HasNoShift
        ? null
        : Passage.Blocked(node, SkipReason.ShiftBlocked, $"passes no shift: {because}");

    /// <summary>The affine is the same along every axis that the node mixes.</summary>
    public static Passage? UniformOn(Node node, Affine affine, Predicate<int> mixed, string how)
    {
        for (var axis = 0; axis < affine.Rank; axis++)
        {
            if (mixed(axis) && affine.VariesOn(axis))
                return Passage.Blocked(node, SkipReason.WrongAxis, string.Create(CultureInfo.InvariantCulture, $"the affine varies on axis {axis}, {how}"));
        }
        return null;
    }

    /// <summary>The first scale that meets the predicate, in words: its place along the axes where scales differ, and its value.</summary>
    private static string? Element(Coefficients scale, Predicate<double> predicate)
    {
        var index = Array.FindIndex(scale.Values.ToArray(), predicate);
        if (index < 0) return null;
        var value = scale.Values[index].ToString("g6", CultureInfo.InvariantCulture);
        var place = new List<int>();
        for (var (axis, rest) = (scale.Rank - 1, index); axis >= 0; axis--)
        {
            if (scale.VariesOn(axis)) place.Insert(0, rest % scale.Dims[axis]);
            rest /= scale.Dims[axis];
        }
        return place.Count == 0 ? $"it is {value}" : $"scale[{string.Join(',', place)}] is {value}";
    }
}
