using System.Diagnostics.CodeAnalysis;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>What a Pad node adds before and behind each axis; a negative number takes away.</summary>
internal sealed class Borders
{
    private readonly int[] _before;
    private readonly int[] _after;

    private Borders(int[] before, int[] after) => (_before, _after) = (before, after);

    public bool IsPadded(int axis) => _before[axis] > 0 || _after[axis] > 0;

    public bool IsAnythingPadded => Enumerable.Range(0, _before.Length).Any(IsPadded);

    /// <summary>The one axis that is padded; null when it is none or several.</summary>
    public int? OnlyPaddedAxis => Enumerable.Range(0, _before.Length).Where(IsPadded).ToArray() is [var axis] ? axis : null;

    /// <summary>An affine of the padded value as one of what lies inside the borders.</summary>
    public Affine Inside(Affine affine)
    {
        for (var axis = 0; axis < affine.Rank; axis++)
        {
            if (!affine.VariesOn(axis)) continue;
            var outer = affine.Length(axis);
            // What is cut off on this side of the node may hold anything: its own neighbour's coefficients do.
            var places = Enumerable.Range(_before[axis], Math.Max(outer - _before[axis] - _after[axis], 1)).Select(i => Math.Clamp(i, 0, outer - 1));
            affine = affine.Take(axis, [.. places]);
        }
        return affine;
    }

    /// <summary>An affine of what lies inside as one of the padded value: on the borders along an axis where it varies, the identity.</summary>
    public Affine Outside(Affine affine)
    {
        for (var axis = 0; axis < affine.Rank; axis++)
        {
            if (!affine.VariesOn(axis)) continue;
            var inner = affine.Length(axis);
            int[] kept = [.. Enumerable.Range(0, inner).Where(i => i >= -_before[axis] && i < inner + _after[axis])];
            if (kept.Length == 0 && !IsPadded(axis)) kept = [0]; // Nothing is left to scale.
            var cut = affine.Take(axis, kept);
            affine = new(Surround(cut.Scale, axis, kept.Length, 1), Surround(cut.Shift, axis, kept.Length, 0));
        }
        return affine;
    }

    /// <summary>The coefficients that the wish for a padded value has for the padding itself, and maybe some more.</summary>
    public Affine OfPadding(Affine affine)
    {
        if (OnlyPaddedAxis is not { } axis || !affine.VariesOn(axis)) return affine;
        var outer = affine.Length(axis);
        return affine.Take(axis, [.. Enumerable.Range(0, outer).Where(i => i < _before[axis] || i >= outer - _after[axis])]);
    }

    /// <summary>Pads as an attribute, an input or, in newer operator sets, an input with axes; operator set 1 called them paddings.</summary>
    public static bool TryRead(Node node, int rank, [NotNullWhen(true)] out Borders? borders, [NotNullWhen(false)] out Passage? blocked)
    {
        borders = null;
        if (!IntegerInputs.TryRead(node, 1, out var pads, out blocked)) return false;
        if (!IntegerInputs.TryRead(node, 3, out var list, out blocked)) return false;
        pads ??= (node.Ints("pads") ?? node.Ints("paddings"))?.ToArray() ?? [];
        var axes = list is null ? [.. Enumerable.Range(0, rank)] : IntegerInputs.DistinctAxes(list, rank);
        if (axes is null || pads.Length != 2 * axes.Length || pads.Any(static p => Math.Abs(p) > int.MaxValue / 4))
        {
            blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"pads=[{string.Join(',', pads)}] for axes of a value of rank {rank}");
            return false;
        }
        var (before, after) = (new int[rank], new int[rank]);
        for (var i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = ((int)pads[i], (int)pads[axes.Length + i]);
        borders = new(before, after);
        return true;
    }

    private Coefficients Surround(Coefficients coefficients, int axis, int length, double border)
    {
        var edge = Coefficients.Uniform(coefficients.Rank, border);
        return Coefficients.Concat(axis, [edge, coefficients, edge], [Math.Max(_before[axis], 0), length, Math.Max(_after[axis], 0)]);
    }
}
