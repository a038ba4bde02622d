using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Concat: along its axis the coefficients are cut for the inputs, or joined from them; an input that stays as it is has the identity.</summary>
internal sealed class Concat : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!AxisParts.TryAxis(node, absent: 1, affine.Rank, out var axis, out var blocked)) return [blocked];
        if (!affine.VariesOn(axis)) return [Passage.Carried([.. node.Inputs.Select((_, i) => new Onward(i, affine))])];
        if (!TryLengths(node, axis, out var lengths, out blocked)) return [blocked];
        return [Passage.Carried([.. AxisParts.Cut(affine, axis, lengths).Select(static (part, i) => new Onward(i, part))])];
    }

    public override IEnumerable<Passage> Forward(Node node, Affine?[] inputs)
    {
        var rank = inputs.First(a => a is not null)!.Rank;
        if (!AxisParts.TryAxis(node, absent: 1, rank, out var axis, out var blocked)) return [blocked];
        Affine[] parts = [.. inputs.Select(a => a ?? Affine.Identity(rank))];
        if (parts.All(p => p == parts[0] && !p.VariesOn(axis))) return [Passage.Carried(0, parts[0])];
        return TryLengths(node, axis, out var lengths, out blocked) ? [Passage.Carried(0, AxisParts.Join(parts, axis, lengths))] : [blocked];
    }

    private static bool TryLengths(Node node, int axis, out int[] lengths, out Passage blocked)
    {
        blocked = null!;
        lengths = new int[node.Inputs.Count];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (node.Inputs[i] is { } input && node.Scope.View.Shapes.Of(input) is { } shape && axis < shape.Rank && shape[axis].Size is { } size)
            {
                lengths[i] = checked((int)size);
                continue;
            }
            blocked = Passage.Blocked(node, SkipReason.ShapeUnknown, $"the size of axis {axis} of {node.Inputs[i]} is unknown");
            return false;
        }
        return true;
    }
}
