using System.Diagnostics.CodeAnalysis;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// Einsum: the product of its operands, summed over the letters that the result leaves out. It is linear in each operand, so a scale goes
/// into a constant operand, or on to another value, that has all the letters it varies on. There is no bias: on the result a shift blocks,
/// unless the equation only reorders axes; on an operand it becomes the same sum over the shift, and goes on from there or stays as an Add.
/// </summary>
internal sealed class Einsum : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryEquation(node, affine.Rank, out var equation, out var blocked)) return [blocked];
        if (IsPermutation(equation)) return [Passage.Carried(0, Arrange(affine, equation.Result, equation.Terms[0])!)];
        var hosts = Scaled(node, equation, affine.Scale, equation.Result).Select(Passage.Absorbed);
        var onward =
            from input in Enumerable.Range(0, node.Inputs.Count)
            where node.Input(input) is { Initializer: null } && !IsConstant(node, input)
            let scale = Arrange(affine.Scale, equation.Result, equation.Terms[input])
            where scale is not null && Fits(node, input, scale)
            select Passage.Carried(input, Affine.OfScale(scale));
        var ways = OrBlocked(node, [.. hosts, .. onward]);
        return affine.HasNoShift || ways is [Passage.BlockedPassage] ? ways : [Passage.Blocked(node, SkipReason.ShiftBlocked, "Einsum has no bias to take the shift")];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (!TryEquation(node, null, out var equation, out var blocked)) return [blocked];
        var term = equation.Terms[input];
        if (term.Length != affine.Rank) return [Passage.Blocked(node, SkipReason.ShapeUnknown, $"the rank of {node.Input(input)} is unclear")];
        if (IsPermutation(equation)) return [Passage.Carried(0, Arrange(affine, term, equation.Result)!)];
        if (!TryShift(node, equation, input, affine.Shift, out var shift, out blocked)) return [blocked];
        var passages = new List<Passage>();
        foreach (var rewrite in Scaled(node, equation, affine.Scale, term))
        {
            if (affine.HasNoShift)
            {
                passages.Add(Passage.Absorbed(rewrite));
                continue;
            }
            passages.Add(Passage.Shared(rewrite, new Onward(0, Affine.OfShift(shift))));
            passages.Add(StandIn.Behind(rewrite, rewrite.Constants[0].Value.Type, shift));
        }
        if (Arrange(affine.Scale, term, equation.Result) is { } scale) passages.Add(Passage.Carried(0, new Affine(scale, shift)));
        return OrBlocked(node, passages);
    }

    private static List<Passage> OrBlocked(Node node, List<Passage> passages)
    {
        if (passages.Count > 0) return passages;
        for (var input = 0; input < node.Inputs.Count; input++)
        {
            // Mostly one that a caller may replace, which says more than where the axes are.
            if (node.Inputs[input] is { Initializer: not null } && !HostConstants.TryWeight(node, input, out _, out var blocked)) return [blocked];
        }
        return [Passage.Blocked(node, SkipReason.WrongAxis, "no other operand has all the axes that the affine varies on")];
    }

    private static bool TryEquation(Node node, int? rank, [NotNullWhen(true)] out EinsumEquation? equation, [NotNullWhen(false)] out Passage? blocked)
    {
        var shapes = node.Scope.View.Shapes;
        equation = EinsumEquation.Read(node.Proto, [.. node.Inputs.Select(value => value is null ? null : shapes.Rank(value))]);
        blocked = equation is null || (rank is not null && rank != equation.Result.Length)
            ? Passage.Blocked(node, SkipReason.ShapeUnknown, "its equation does not fit what is known of its operands")
            : equation.Terms.Append(equation.Result).Any(static term => term.Distinct().Count() < term.Length)
            ? Passage.Blocked(node, SkipReason.OperatorBlocks, "its equation takes a diagonal")
            : null;
        return blocked is null;
    }

    private static bool IsPermutation(EinsumEquation equation) => equation.Terms is [var only] && only.Length == equation.Result.Length;

    /// <summary>The ways to scale a constant operand; coefficients are given for the axes of a term.</summary>
    private static IEnumerable<NodeRewrite> Scaled(Node node, EinsumEquation equation, Coefficients scale, string term)
    {
        for (var input = 0; input < node.Inputs.Count; input++)
        {
            if (!HostConstants.TryWeight(node, input, out var weight, out _)) continue;
            if (Arrange(scale, term, equation.Terms[input]) is not { } factor || !Fits(node, input, factor)) continue;
            yield return new(node) { Constants = [new(input, weight.Scale(factor), HostConstants.Hint(node, input, "weight"))] };
        }
    }

    private static bool IsConstant(Node node, int input) => node.Scope.View.Constants.Find(node.Input(input)) is { IsFloating: true };

    /// <summary>Whether the operand is as long as the coefficients wherever these vary; shorter ones are broadcast.</summary>
    private static bool Fits(Node node, int input, Coefficients factor) =>
        node.Scope.View.Shapes.Of(node.Input(input)!) is { } shape && factor.VariesOnlyWhere(axis => shape[axis].Size == factor.Dims[axis]);

    private static Affine? Arrange(Affine affine, string from, string to) =>
        Arrange(affine.Scale, from, to) is { } scale && Arrange(affine.Shift, from, to) is { } shift ? new(scale, shift) : null;

    /// <summary>The coefficients of one term for the axes of another; null where that lacks an axis on which they vary.</summary>
    private static Coefficients? Arrange(Coefficients coefficients, string from, string to)
    {
        if (!coefficients.VariesOnlyWhere(axis => to.Contains(from[axis], StringComparison.Ordinal))) return null;
        var order = Enumerable.Range(0, from.Length).OrderBy(axis => to.IndexOf(from[axis], StringComparison.Ordinal)).ToArray();
        var dims = Coefficients.Ones(to.Length);
        foreach (var axis in order.Where(coefficients.VariesOn)) dims[to.IndexOf(from[axis], StringComparison.Ordinal)] = coefficients.Dims[axis];
        return coefficients.Transpose(order).WithDims(dims);
    }

    /// <summary>What a shift of one operand adds to the result: Σ shift · other operand.</summary>
    private static bool TryShift(
        Node node, EinsumEquation equation, int input, Coefficients shift,
        [NotNullWhen(true)] out Coefficients? sum, [NotNullWhen(false)] out Passage? blocked)
    {
        blocked = null;
        sum = Coefficients.Uniform(equation.Result.Length, 0);
        if (shift.IsUniformly(0)) return true;
        blocked = Passage.Blocked(node, SkipReason.ShiftBlocked, "its sum over the shift is known with one other operand, a constant as long as this one");
        var term = equation.Terms[input];
        if (node.Inputs.Count != 2 || !HostConstants.TryWeight(node, 1 - input, out var weight, out _)) return false;
        var other = equation.Terms[1 - input];
        var shape = node.Scope.View.Shapes.Of(node.Input(input)!);
        var summed = term.Where(letter => !equation.Result.Contains(letter, StringComparison.Ordinal));
        var areEquallyLong = summed.All(letter =>
            other.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var axis && shape?[term.IndexOf(letter, StringComparison.Ordinal)].Size == weight.Dims[axis]);
        if (!areEquallyLong) return false;
        if (EinsumProducts.Of(shift, term, weight, other, equation.Result) is { } product)
        {
            (sum, blocked) = (product, null);
            return true;
        }
        blocked = Passage.Blocked(node, SkipReason.ShiftBlocked, "its sum over the shift has too many terms");
        return false;
    }
}
