using System.Diagnostics.CodeAnalysis;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>The axes of its input that a Reduce node makes one of, and whether they stay with size 1.</summary>
internal sealed class ReducedAxes
{
    private readonly Node _node;
    private readonly bool[] _isReduced;
    private readonly bool _keepsDims;

    private ReducedAxes(Node node, bool[] isReduced, bool keepsDims) => (_node, _isReduced, _keepsDims) = (node, isReduced, keepsDims);

    /// <summary>No axis at all: the node lets everything through as it is.</summary>
    public bool IsNone => !_isReduced.Contains(true);

    public bool Contains(int axis) => _isReduced[axis];

    /// <summary>An affine of the input as one of the output; it must not vary on reduced axes.</summary>
    public Affine Shrink(Affine affine) => _keepsDims ? affine : affine.WithDims(Without(affine.Scale), Without(affine.Shift));

    /// <summary>An affine of the output as one of the input.</summary>
    public Affine Grow(Affine affine) => _keepsDims ? affine : affine.WithDims(With(affine.Scale), With(affine.Shift));

    /// <summary>How many numbers are reduced to one; null when an axis among them is of unknown size.</summary>
    public long? Count()
    {
        if (_node.Scope.View.Shapes.Of(_node.Input(0)!) is not { } shape || shape.Rank != _isReduced.Length) return null;
        long? count = 1;
        for (var axis = 0; axis < _isReduced.Length; axis++)
        {
            if (_isReduced[axis]) count *= shape[axis].Size;
        }
        return count;
    }

    public static bool OfInput(Node node, int rank, [NotNullWhen(true)] out ReducedAxes? axes, [NotNullWhen(false)] out Passage? blocked)
    {
        axes = null;
        return TryList(node, out var list, out blocked) && TryMake(node, list, rank, out axes, out blocked);
    }

    public static bool OfOutput(Node node, int rank, [NotNullWhen(true)] out ReducedAxes? axes, [NotNullWhen(false)] out Passage? blocked)
    {
        axes = null;
        if (!TryList(node, out var list, out blocked)) return false;
        if (KeepsDims(node)) return TryMake(node, list, rank, out axes, out blocked);
        if (list is not null) return TryMake(node, list, rank + list.Length, out axes, out blocked);
        if (node.Input(0) is { } x && node.Scope.View.Shapes.Rank(x) is { } inputRank) return TryMake(node, list, inputRank, out axes, out blocked);
        blocked = Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {node.Input(0)} is unknown");
        return false;
    }

    private static bool KeepsDims(Node node) => node.Int("keepdims") is null or not 0;

    /// <summary>
    /// The axes as an attribute or, in newer operator sets, an input; null for all. An empty list means all too, unless
    /// noop_with_empty_axes says that it means none.
    /// </summary>
    private static bool TryList(Node node, out long[]? list, [NotNullWhen(false)] out Passage? blocked)
    {
        if (!IntegerInputs.TryRead(node, 1, out list, out blocked)) return false;
        list ??= node.Ints("axes")?.ToArray();
        if (list is not { Length: > 0 }) list = node.Int("noop_with_empty_axes") is null or 0 ? null : [];
        return true;
    }

    private static bool TryMake(Node node, long[]? list, int rank, [NotNullWhen(true)] out ReducedAxes? axes, [NotNullWhen(false)] out Passage? blocked)
    {
        axes = null;
        blocked = null;
        var isReduced = new bool[rank];
        if (list is null)
        {
            Array.Fill(isReduced, true);
        }
        else if (IntegerInputs.DistinctAxes(list, rank) is { } counted)
        {
            foreach (var axis in counted) isReduced[axis] = true;
        }
        else
        {
            blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"axes=[{string.Join(',', list)}] of a value of rank {rank}");
            return false;
        }
        axes = new(node, isReduced, KeepsDims(node));
        return true;
    }

    private int[] Without(Coefficients coefficients) => [.. coefficients.Dims.Where((_, axis) => !_isReduced[axis])];

    private int[] With(Coefficients coefficients)
    {
        var from = 0;
        return [.. _isReduced.Select(reduced => reduced ? 1 : coefficients.Dims[from++])];
    }
}
