using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Cuts an affine along an axis, joins it again, picks from it.</summary>
internal static class AxisParts
{
    /// <summary>The node's axis attribute, counted from the front.</summary>
    public static bool TryAxis(Node node, int absent, int rank, out int axis, out Passage blocked)
    {
        blocked = null!;
        var given = node.Int("axis") ?? absent;
        axis = Axes.Index(given, rank) ?? -1;
        if (axis >= 0) return true;
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, string.Create(CultureInfo.InvariantCulture, $"axis {given} for rank {rank}"));
        return false;
    }

    public static IEnumerable<Affine> Cut(Affine affine, int axis, IEnumerable<int> lengths)
    {
        var start = 0;
        foreach (var length in lengths)
        {
            yield return affine.Take(axis, [.. Enumerable.Range(start, length)]);
            start += length;
        }
    }

    public static Affine Join(IReadOnlyList<Affine> parts, int axis, IReadOnlyList<int> lengths) => new(
        Coefficients.Concat(axis, [.. parts.Select(static p => p.Scale)], lengths),
        Coefficients.Concat(axis, [.. parts.Select(static p => p.Shift)], lengths));

    /// <summary>
    /// The affine of a value from which elements were picked along an axis; null when one picked twice would need two. Elements that
    /// nobody picks are free.
    /// </summary>
    public static Affine? Scatter(Affine affine, int axis, int size, int[] picked)
    {
        var position = new int[size];
        var seen = new bool[size];
        for (var k = 0; k < picked.Length; k++)
        {
            if (seen[picked[k]] && affine.Take(axis, [k]) != affine.Take(axis, [position[picked[k]]])) return null;
            (position[picked[k]], seen[picked[k]]) = (k, true);
        }
        return affine.Take(axis, position);
    }
}
