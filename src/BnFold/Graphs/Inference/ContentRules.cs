namespace BnFold.Graphs.Inference;

/// <summary>
/// The operators that shapes are computed with in a graph, over elements that may be symbols: what follows a Shape and ends in the
/// shape of a Reshape, Expand, Slice or Resize.
/// </summary>
internal static class ContentRules
{
    private static readonly Dictionary<string, ContentRule> _rules =
        new Dictionary<string, ContentRule>(StringComparer.Ordinal)
        {
            ["Shape"] = static (x, _) => Making.ShapePart(x) is var (first, count)
                ? Content.Create([count], x.Shape(0)!.Dims.Skip(first).Take(count).Select(static d => Scalar.Of(d)), ElementKind.Integer)
                : null,
            ["Size"] = static (x, _) => x.Shape(0) is { } shape
                ? Content.Create([], [Scalar.Of(Dim.Product(shape.Dims.AsSpan()))], ElementKind.Integer)
                : null,
            ["ConstantOfShape"] = ContentMovement.Fill,
            ["Range"] = ContentMovement.Range,
            ["Identity"] = ContentMovement.Relabel,
            ["Reshape"] = ContentMovement.Relabel,
            ["Flatten"] = ContentMovement.Relabel,
            ["Squeeze"] = ContentMovement.Relabel,
            ["Unsqueeze"] = ContentMovement.Relabel,
            ["Cast"] = ContentMovement.Cast,
            ["Transpose"] = ContentMovement.Transpose,
            ["Expand"] = static (x, dims) => x.PlainContent(0)?.Broadcast(dims),
            ["Concat"] = ContentMovement.Concat,
            ["Slice"] = ContentMovement.Slice,
            ["Split"] = ContentMovement.Split,
            ["Gather"] = ContentMovement.Gather,
            ["Floor"] = Rounding(Math.Floor),
            ["Ceil"] = Rounding(Math.Ceiling),
            ["Neg"] = static (x, _) => x.PlainContent(0)?.Map(static e => ContentArithmetic.Multiply(e, Scalar.Of((Dim)(-1)))),
            ["Not"] = static (x, _) => x.PlainContent(0)?.Map(static e => ContentArithmetic.Truth(ContentArithmetic.IsEqual(e, Scalar.Of((Dim)0)))),
            ["Add"] = Elements(ContentArithmetic.Add),
            ["Sub"] = Elements(ContentArithmetic.Subtract),
            ["Mul"] = Elements(ContentArithmetic.Multiply),
            ["Div"] = ContentMovement.Divide,
            ["Pow"] = Elements(ContentArithmetic.Power),
            ["Min"] = Elements(ContentArithmetic.Minimum),
            ["Max"] = Elements(ContentArithmetic.Maximum),
            ["Equal"] = Comparison(ContentArithmetic.IsEqual),
            ["Less"] = Comparison(ContentArithmetic.IsLess),
            ["Greater"] = Comparison(static (a, b) => ContentArithmetic.IsLess(b, a)),
            ["LessOrEqual"] = Comparison(static (a, b) => !ContentArithmetic.IsLess(b, a)),
            ["GreaterOrEqual"] = Comparison(static (a, b) => !ContentArithmetic.IsLess(a, b)),
            ["Where"] = ContentMovement.Where,
            ["ReduceProd"] = ContentMovement.Reduce(ContentArithmetic.Multiply),
            ["ReduceSum"] = ContentMovement.Reduce(ContentArithmetic.Add),
            ["ReduceMin"] = ContentMovement.Reduce(ContentArithmetic.Minimum),
            ["ReduceMax"] = ContentMovement.Reduce(ContentArithmetic.Maximum),
        };

    /// <param name="x">The node and what is known of its inputs.</param>
    /// <param name="dims">The dims of the output asked for; null where not even the rank is known.</param>
    public static Content? Evaluate(Operands x, Dim?[]? dims)
    {
        if (dims is null || !x.Node.IsStandard || !_rules.TryGetValue(x.Node.OpType, out var rule)) return null;
        if (x.Output > 0 && x.Node.OpType != "Split") return null;
        return Content.SmallDims(dims) is { } small ? rule(x, small) : null;
    }

    private static ContentRule Rounding(Func<double, double> rounding) => (x, _) => x.PlainContent(0)?.Map(e => e.Round(rounding));

    private static ContentRule Elements(Func<Scalar, Scalar, Scalar> f) => (x, dims) => ContentMovement.Zip(x, dims, f);

    private static ContentRule Comparison(Func<Scalar, Scalar, bool?> f) =>
        (x, dims) => ContentMovement.Zip(x, dims, (a, b) => ContentArithmetic.Truth(f(a, b)));
}

/// <summary>The elements of a node's output that has these dims; null when they are no help.</summary>
internal delegate Content? ContentRule(Operands x, int[] dims);
