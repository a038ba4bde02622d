using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// Cast between floating-point types: an affine goes through as far as no digit is lost that was there. On the way back what is rounded is
/// the affine's result instead of its argument, which is no worse. On the way forward it would be the other way round: where the mean is
/// large beside the deviation, the argument doesn't fit into the narrower type.
/// </summary>
internal sealed class Cast : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [Obstacle(node) is { } obstacle ? Blocked(node, obstacle) : Passage.Carried(0, affine)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (Obstacle(node) is { } obstacle) return [Blocked(node, obstacle)];
        var (from, to) = TypesOf(node);
        return [Holds(to, from) ? Passage.Carried(0, affine) : Blocked(node, $"rounds {from} to {to}, and more is lost of what is not normalized yet")];
    }

    private static Passage Blocked(Node node, string detail) => Passage.Blocked(node, SkipReason.OperatorBlocks, detail);

    private static string? Obstacle(Node node)
    {
        var (from, to) = TypesOf(node);
        if (from is null) return "converts a value whose type is not known";
        return TensorCodec.IsFloating(from.Value) && TensorCodec.IsFloating(to) ? null : $"converts {from} to {to}, which scaling first would change";
    }

    private static (ElementType? From, ElementType To) TypesOf(Node node) => (ElementTypes.Of(node.Input(0)), node.Proto.CastTo());

    /// <summary>Whether a type holds all numbers of another.</summary>
    private static bool Holds(ElementType type, ElementType? other) => type == other || type == ElementType.Double
        || (type == ElementType.Float && other is ElementType.Float16 or ElementType.BFloat16);
}
