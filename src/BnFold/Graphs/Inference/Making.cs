namespace BnFold.Graphs.Inference;

/// <summary>Operators that make a tensor from a shape, an attribute, or what they find in their input.</summary>
internal static class Making
{
    public static Dim?[]? Constant(Operands x) => x.Node.Proto.Attribute switch
    {
        [{ Name: "value", T: { } tensor }] => [.. tensor.Dims.Select(static d => (Dim?)d)],
        [{ Name: "sparse_value", SparseTensor: { } sparse }] => [.. sparse.Dims.Select(static d => (Dim?)d)],
        [{ Name: "value_float" or "value_int" or "value_string" }] => [],
        [{ Name: "value_floats" or "value_ints" or "value_strings" } list] => [list.Floats.Count + list.Ints.Count + list.Strings.Count],
        _ => null,
    };

    public static Dim?[]? ConstantOfShape(Operands x) => x.List(0) is { } list ? Operands.Sizes(list) : null;

    public static Dim?[]? Random(Operands x) => x.Node.Ints("shape") is { } shape ? [.. shape.Select(static d => (Dim?)d)] : null;

    public static Dim?[] Shape(Operands x)
    {
        var (first, count) = ShapePart(x) ?? (0, -1);
        return [count < 0 ? null : count];
    }

    /// <summary>Which of the dims Shape returns; null when the rank of its input is unknown.</summary>
    public static (int First, int Count)? ShapePart(Operands x)
    {
        if (x.Rank(0) is not { } rank) return null;
        var first = Clamp(x.Node.Int("start") ?? 0, rank);
        return (first, Math.Max(0, Clamp(x.Node.Int("end") ?? rank, rank) - first));
    }

    public static Dim?[] Scalar(Operands x) => [];

    public static Dim?[] NonZero(Operands x) => [x.Rank(0), null];

    public static Dim?[] NonMaxSuppression(Operands x) => [null, 3];

    public static Dim?[] Range(Operands x)
    {
        if (x.List(0) is not [{ } from] || x.List(1) is not [{ } to] || x.List(2) is not [{ Size: { } step }]) return [null];
        var span = step > 0 ? DimArithmetic.Subtract(to, from) : DimArithmetic.Subtract(from, to);
        if (span?.Size <= 0) return [0];
        var stride = Math.Abs(step);
        return [span?.Minimum >= 0 ? DimArithmetic.FloorDivide(DimArithmetic.Add(span, stride - 1), stride) : null];
    }

    private static int Clamp(long axis, int rank) => (int)Math.Min(Math.Max(axis < 0 ? axis + rank : axis, 0), rank);
}
