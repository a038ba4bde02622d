using System.Diagnostics.CodeAnalysis;
using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>An Add, Sub, Mul or Div with one constant operand, seen as z = Sign·x + c, or z = c·x (x/c where it divides).</summary>
internal sealed record ConstantOperand(Node Node, Constant Constant, int DataInput, Coefficients Operand, IReadOnlyDictionary<int, int> GrowingAxes)
{
    public int ConstantInput => 1 - DataInput;

    public bool IsAdditive => Node.OpType is "Add" or "Sub";

    public bool Divides => Node.OpType == "Div";

    /// <summary>The sign of x: negative where it is taken away from the constant.</summary>
    public double Sign => Node.OpType == "Sub" && DataInput == 1 ? -1 : 1;

    /// <summary>What is added to Sign·x.</summary>
    public Coefficients Addend => Node.OpType == "Sub" && DataInput == 0 ? Operand.Map(static c => -c) : Operand;

    /// <summary>What x is multiplied with.</summary>
    public Coefficients Factor => Divides ? Operand.Map(static c => 1 / c) : Operand;

    /// <summary>True where the constant's dims may make the result larger than x.</summary>
    public bool MayGrow => GrowingAxes.Count > 0;

    /// <summary>Runtimes recognise the pattern around it, so it must not disappear.</summary>
    public bool IsProtected { get; } = FusionPatterns.Contain(Node, Constant);

    /// <summary>Its one number is part of the pattern that runtimes recognise, so it must stay that number.</summary>
    public bool IsFixed => Constant.Count == 1 && IsProtected;

    /// <summary>The node as the affine it is.</summary>
    public Affine AsAffine() => IsAdditive
        ? new(Coefficients.Uniform(Operand.Rank, Sign), Addend)
        : Affine.OfScale(Factor);

    /// <summary>Reads a node whose result has the given rank.</summary>
    public static bool TryRead(Node node, int rank, [NotNullWhen(true)] out ConstantOperand? operand, [NotNullWhen(false)] out Passage? blocked)
    {
        operand = null;
        if (!HostConstants.TryEitherWeight(node, out var constant, out var input, out blocked)) return false;
        if (node.Input(1 - input) is not { } x) return No(node, SkipReason.MalformedNode, "an input is missing", out blocked);
        if (input == 0 && node.OpType == "Div") return No(node, SkipReason.OperatorBlocks, "a constant divided by the value is no affine", out blocked);
        if (constant.Count > ConstantExpressions.MostElements)
            return No(node, SkipReason.NotConstant, $"{node.Input(input)} has more elements than can be looked at", out blocked);
        if (Place(node, constant, rank) is not { } dims)
            return No(node, SkipReason.ShapeUnknown, $"it is not proven how {node.Input(input)} is broadcast", out blocked);
        if (constant.Rank == rank && node.Scope.View.Shapes.Rank(x) != rank)
            return No(node, SkipReason.ShapeUnknown, $"the rank of {x} is unknown, or less than that of the constant", out blocked);

        blocked = null;
        operand = new(node, constant, 1 - input, Coefficients.Create(dims, constant.ToDoubles()), Growing(node, x, dims));
        return true;
    }

    private static bool No(Node node, SkipReason reason, string detail, out Passage blocked)
    {
        blocked = Passage.Blocked(node, reason, detail);
        return false;
    }

    /// <summary>The constant's dims aligned to the result: at the last axis; before operator set 7 where the attributes say.</summary>
    private static int[]? Place(Node node, Constant constant, int rank)
    {
        if (node.Opset >= 7) return Broadcasting.TryAlign(constant, rank, out var aligned) ? [.. aligned] : null;
        if (node.Int("broadcast") is null or 0) return constant.Rank == rank ? constant.SmallDims() : null;
        var axis = (int)(node.Int("axis") ?? rank - constant.Rank);
        if (axis < 0) axis += rank;
        if (axis < 0 || axis + constant.Rank > rank) return null;
        return [.. Enumerable.Repeat(1, axis), .. constant.SmallDims(), .. Enumerable.Repeat(1, rank - axis - constant.Rank)];
    }

    /// <summary>The axes of the result, with the constant's size there, along which x may be smaller.</summary>
    private static Dictionary<int, int> Growing(Node node, Value x, int[] dims)
    {
        var shape = node.Scope.View.Shapes.Of(x);
        var leading = dims.Length - (shape?.Rank ?? dims.Length);
        return Enumerable.Range(0, dims.Length).Where(i => dims[i] != 1 && (shape is null || i < leading || shape[i - leading].Size != dims[i]))
            .ToDictionary(static i => i, i => dims[i]);
    }
}
