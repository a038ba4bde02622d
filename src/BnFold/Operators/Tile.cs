using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Tile puts copies of x behind one another: forward the coefficients are repeated as often; backward those of all copies must agree.
/// Along axes where the affine is the same, the number of copies does not matter.
/// </summary>
internal sealed class Tile : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) => [Pass(node, affine, Merge)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        input == 0 ? [Pass(node, affine, Repeat)] : base.Forward(node, input, affine);

    private static Passage Pass(Node node, Affine affine, Func<Affine, int, int, Affine?> step)
    {
        for (var axis = 0; axis < affine.Rank; axis++)
        {
            if (!affine.VariesOn(axis)) continue;
            if (!TryCopies(node, axis, affine.Rank, out var copies, out var blocked)) return blocked;
            if (step(affine, axis, copies) is not { } next)
                return Passage.Blocked(node, SkipReason.WrongAxis, string.Create(CultureInfo.InvariantCulture, $"the affine differs between its {copies} copies along axis {axis}"));
            affine = next;
        }
        return Passage.Carried(0, affine);
    }

    private static Affine Repeat(Affine affine, int axis, int copies)
    {
        var length = affine.Length(axis);
        return affine.Take(axis, [.. Enumerable.Range(0, length * copies).Select(i => i % length)]);
    }

    private static Affine? Merge(Affine affine, int axis, int copies)
    {
        var length = affine.Length(axis);
        if (length % copies != 0) return null;
        var one = affine.Take(axis, [.. Enumerable.Range(0, length / copies)]);
        return one.Take(axis, [.. Enumerable.Range(0, length).Select(i => i % (length / copies))]) == affine ? one : null;
    }

    private static bool TryCopies(Node node, int axis, int rank, out int copies, [NotNullWhen(false)] out Passage? blocked)
    {
        copies = 0;
        if (node.Opset < 6)
        {
            blocked = Passage.Blocked(node, SkipReason.OperatorBlocks, "before operator set 6 its copies are not read");
            return false;
        }
        if (!IntegerInputs.TryRead(node, 1, out var repeats, out blocked)) return false;
        if (repeats?.Length == rank && repeats[axis] is > 0 and < 1 << 20)
        {
            copies = (int)repeats[axis];
            return true;
        }
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"repeats=[{string.Join(',', repeats ?? [])}] of a value of rank {rank}");
        return false;
    }
}
