using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Split: the coefficients are cut for the outputs, or joined from them; an output that stays as it is has the identity.</summary>
internal sealed class Split : Operator
{
    public override IEnumerable<Passage> Backward(Node node, Affine?[] outputs)
    {
        var rank = outputs.First(a => a is not null)!.Rank;
        if (!AxisParts.TryAxis(node, absent: 0, rank, out var axis, out var blocked)) return [blocked];
        Affine[] parts = [.. outputs.Select(a => a ?? Affine.Identity(rank))];
        if (parts.All(p => p == parts[0] && !p.VariesOn(axis))) return [Passage.Carried(0, parts[0])];
        return TryLengths(node, axis, out var lengths, out blocked) ? [Passage.Carried(0, AxisParts.Join(parts, axis, lengths))] : [blocked];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (!AxisParts.TryAxis(node, absent: 0, affine.Rank, out var axis, out var blocked)) return [blocked];
        if (!affine.VariesOn(axis)) return [Passage.Carried([.. node.Outputs.Select((_, i) => new Onward(i, affine))])];
        if (!TryLengths(node, axis, out var lengths, out blocked)) return [blocked];
        return [Passage.Carried([.. AxisParts.Cut(affine, axis, lengths).Select(static (part, i) => new Onward(i, part))])];
    }

    /// <summary>The lengths given, or equal parts of a known size; of <c>num_outputs</c> parts the last may be shorter.</summary>
    private static bool TryLengths(Node node, int axis, out int[] lengths, out Passage blocked)
    {
        blocked = null!;
        lengths = [];
        var given = node.Input(1) is { } split ? node.Scope.View.Shapes.Integers(split) : node.Ints("split")?.ToArray();
        var size = node.Input(0) is { } x && node.Scope.View.Shapes.Of(x) is { } shape && axis < shape.Rank ? shape[axis].Size : null;
        var count = node.Outputs.Count;
        if (given is not null)
            lengths = [.. given.Select(static n => checked((int)n))];
        else if (node.Input(1) is null && size is { } total)
            lengths = Equal(checked((int)total), count);
        if (lengths.Length == count && lengths.All(static n => n >= 0) && (size is null || lengths.Sum() == size)) return true;
        blocked = Passage.Blocked(node, SkipReason.ShapeUnknown, $"the sizes of its outputs along axis {axis} are unknown");
        return false;
    }

    private static int[] Equal(int total, int count)
    {
        var part = (total + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(i => Math.Clamp(total - i * part, 0, part))];
    }
}
