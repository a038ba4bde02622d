using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// Cast between floating-point types: an affine goes through where that loses no digit that was there. On the way back to a wider type
/// what is rounded is the affine's result instead of its argument, which is no worse; to a narrower one only where the result is rounded
/// to that in the end. On the way forward it is the other way round: where the mean is large beside the deviation, the argument doesn't
/// fit into a narrower type.
/// </summary>
internal sealed class Cast : Operator
{
    private const int MaxReaders = 64;

    // A rounding before them is one behind them.
    private static readonly HashSet<string> _commuting =
        ["Identity", "Dropout", "Relu", "MaxPool", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (Obstacle(node) is { } obstacle) return [Blocked(node, obstacle)];
        var (from, to) = TypesOf(node);
        return [TensorCodec.Holds(from, to) || IsRoundedLater(node, from)
            ? Passage.Carried(0, affine)
            : Blocked(node, $"widens {from} to {to}, and what follows would be computed in {from}")];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (Obstacle(node) is { } obstacle) return [Blocked(node, obstacle)];
        var (from, to) = TypesOf(node);
        return [TensorCodec.Holds(to, from) ? Passage.Carried(0, affine) : Blocked(node, $"rounds {from} to {to}, and more is lost of what is not normalized yet")];
    }

    private static Passage Blocked(Node node, string detail) => Passage.Blocked(node, SkipReason.OperatorBlocks, detail);

    private static string? Obstacle(Node node)
    {
        var (from, to) = TypesOf(node);
        if (from is ElementType.Undefined) return "converts a value whose type is not known";
        return TensorCodec.IsFloating(from) && TensorCodec.IsFloating(to) ? null : $"converts {from} to {to}, which scaling first would change";
    }

    private static (ElementType From, ElementType To) TypesOf(Node node) => (ElementTypes.Of(node.Input(0)) ?? ElementType.Undefined, node.Proto.CastTo());

    /// <summary>Whether all that is made of the node's result is one BatchNormalization, and that is converted back.</summary>
    private static bool IsRoundedLater(Node cast, ElementType type)
    {
        var seen = 0;
        var isNormalized = false;
        var pending = new Stack<Node>([cast]);
        while (pending.TryPop(out var node))
        {
            if (++seen > MaxReaders || node.Outputs[0] is not { IsPinned: false, Uses.Count: > 0 } value) return false;
            foreach (var (reader, input) in value.Uses)
            {
                if (input != 0 || !reader.IsStandard) return false;
                if (reader.OpType == "Cast" && isNormalized && TensorCodec.Holds(type, reader.Proto.CastTo())) continue;
                if (reader.OpType == "BatchNormalization" && !isNormalized && value.Uses.Count == 1) isNormalized = true;
                else if (!_commuting.Contains(reader.OpType)) return false;
                pending.Push(reader);
            }
        }
        return isNormalized;
    }
}
