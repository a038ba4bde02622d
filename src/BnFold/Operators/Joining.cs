using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Add, Sub, Sum, Mul, Div of values that are all computed. Of a sum every operand takes the scale and one of them the shift; of a
/// product one factor takes the scale, and a shift blocks. An operand takes only what varies along its own axes: one that is broadcast
/// would need a different affine for each copy.
/// </summary>
internal static class Joining
{
    public static IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (IsLegacyBroadcast(node)) return [Passage.Blocked(node, SkipReason.ShapeUnknown, "it broadcasts by the rules of before operator set 7")];
        return node.OpType is "Mul" or "Div" ? ProductBackward(node, affine) : SumBackward(node, affine);
    }

    public static Passage Forward(Node node, Affine?[] inputs)
    {
        if (IsLegacyBroadcast(node)) return Passage.Blocked(node, SkipReason.ShapeUnknown, "it broadcasts by the rules of before operator set 7");
        if (node.Output(0) is not { } output || node.Scope.View.Shapes.Rank(output) is not { } rank)
            return Passage.Blocked(node, SkipReason.ShapeUnknown, "the rank of its result is unknown");
        if (inputs.Any(a => a?.Rank > rank))
            return Passage.Blocked(node, SkipReason.ShapeUnknown, $"{output} is declared with fewer axes than an operand has");
        Affine[] parts = [.. inputs.Select(a => a is null ? Affine.Identity(rank) : Align(a, rank))];
        return node.OpType is "Mul" or "Div" ? ProductForward(node, parts) : SumForward(node, parts);
    }

    private static Passage[] SumBackward(Node node, Affine affine)
    {
        var scales = new Coefficients[node.Inputs.Count];
        for (var i = 0; i < scales.Length; i++)
        {
            if (Fit(node, i, affine.Scale) is not { } scale) return [Unfit(node, i, affine.Scale)];
            scales[i] = scale;
        }
        var takers = Enumerable.Range(0, scales.Length).Where(i => Fit(node, i, affine.Shift) is not null).Take(affine.HasNoShift ? 1 : int.MaxValue);
        Passage[] answers = [.. takers.Select(taker => Passage.Carried([.. scales.Select((scale, i) => new Onward(i, i == taker ? With(node, i, scale, affine) : Affine.OfScale(scale)))]))];
        return answers.Length > 0 ? answers : [Passage.Blocked(node, SkipReason.ShapeUnknown, "it is not proven that an operand has all the channels of the shift")];
    }

    private static Passage Unfit(Node node, int input, Coefficients scale)
    {
        var isBroadcast = node.Input(input) is { } operand && node.Scope.View.Shapes.Of(operand) is { } shape
            && Enumerable.Range(0, scale.Rank).Any(axis => scale.VariesOn(axis)
                && (axis < scale.Rank - shape.Rank || shape[axis - scale.Rank + shape.Rank].Size is { } size && size != scale.Dims[axis]));
        return isBroadcast
            ? Passage.Blocked(node, SkipReason.OperatorBlocks, $"{node.Input(input)} is broadcast, with one number where the scale has several")
            : Passage.Blocked(node, SkipReason.ShapeUnknown, $"it is not proven that {node.Inputs[input]} has all the channels");
    }

    private static Affine With(Node node, int input, Coefficients scale, Affine affine) =>
        new(scale, Fit(node, input, affine.Shift)!.Map(t => Sign(node, input) * t));

    private static Passage[] ProductBackward(Node node, Affine affine)
    {
        if (!affine.HasNoShift) return [Passage.Blocked(node, SkipReason.ShiftBlocked, "a shift does not go into a product")];
        // What divides would need the inverse of the scale.
        var factors = node.OpType == "Div" ? 1 : node.Inputs.Count;
        Passage[] answers = [.. Enumerable.Range(0, factors).Select(i => (Index: i, Scale: Fit(node, i, affine.Scale))).Where(f => f.Scale is not null)
            .Select(f => Passage.Carried(f.Index, Affine.OfScale(f.Scale!)))];
        return answers.Length > 0 ? answers : [Passage.Blocked(node, SkipReason.ShapeUnknown, "it is not proven that a factor has all the channels")];
    }

    private static Passage SumForward(Node node, Affine[] parts)
    {
        if (parts.Any(p => !p.Scale.Equals(parts[0].Scale))) return Passage.Blocked(node, SkipReason.OperatorBlocks, "its operands would have different scales");
        var shift = parts.Select((p, i) => p.Shift.Map(t => Sign(node, i) * t)).Aggregate(static (a, b) => a + b);
        return Passage.Carried(0, new(parts[0].Scale, shift));
    }

    private static Passage ProductForward(Node node, Affine[] parts)
    {
        if (parts.Any(static p => !p.HasNoShift)) return Passage.Blocked(node, SkipReason.ShiftBlocked, "a shift does not go through a product");
        if (node.OpType == "Div" && !parts[1].IsIdentity) return Passage.Blocked(node, SkipReason.OperatorBlocks, "the value divides");
        return Passage.Carried(0, Affine.OfScale(parts.Select(static p => p.Scale).Aggregate(static (a, b) => a * b)));
    }

    private static double Sign(Node node, int input) => node.OpType == "Sub" && input == 1 ? -1 : 1;

    private static bool IsLegacyBroadcast(Node node) => node.Opset < 7 && node.Int("broadcast") is not null and not 0;

    /// <summary>Coefficients of the result as those of one operand; null where it isn't proven to have every axis they vary on in full.</summary>
    private static Coefficients? Fit(Node node, int input, Coefficients coefficients)
    {
        if (node.Input(input) is not { } operand || node.Scope.View.Shapes.Of(operand) is not { } shape || shape.Rank > coefficients.Rank) return null;
        var leading = coefficients.Rank - shape.Rank;
        for (var axis = 0; axis < coefficients.Rank; axis++)
        {
            if (coefficients.VariesOn(axis) && (axis < leading || shape[axis - leading].Size != coefficients.Dims[axis])) return null;
        }
        return coefficients.WithDims(coefficients.Dims.AsSpan()[leading..]);
    }

    private static Affine Align(Affine affine, int rank)
    {
        int[] leading = [.. Enumerable.Repeat(1, rank - affine.Rank)];
        return affine.WithDims([.. leading, .. affine.Scale.Dims], [.. leading, .. affine.Shift.Dims]);
    }
}
