using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// ONNX Runtime (1.30) merges a Pad into the pool behind it. Zeros then become the border of a MaxPool, which never wins, and a window of
/// an AveragePool may see nothing else. A node in between keeps the two apart.
/// </summary>
internal static class PaddedPools
{
    /// <summary>What ONNX Runtime drops where it changes nothing, before it looks for such a pair.</summary>
    private static readonly HashSet<string> _transparent = ["Identity", "Dropout", "Cast", "Expand", "Slice", "Transpose", "Reshape", "Squeeze", "Unsqueeze"];

    public static Obstacle? Joined(GraphEdit edit)
    {
        foreach (var removal in edit.Removals)
        {
            if (Source(edit, removal.Input).Producer is not { } pad || !pad.Is("Pad") || pad.String("mode") is not (null or "constant")) continue;
            if (SpoiltReader(edit, removal.Output, pad) is { } pool)
                return Obstacle.At(pool, SkipReason.FusionPattern, $"ONNX Runtime would merge {pad} into it, and compute something else");
        }
        return null;
    }

    /// <summary>What a value is made of, past nodes that go or may be dropped.</summary>
    private static Value Source(GraphEdit edit, Value value)
    {
        while (value.Producer is { } node && Past(edit, node) is { } input) value = input;
        return value;
    }

    /// <summary>A pool that reads a value, past the same. Without recursion: such nodes may stand in a row of any length.</summary>
    private static Node? SpoiltReader(GraphEdit edit, Value value, Node pad)
    {
        var seen = new HashSet<Value>();
        var pending = new Stack<Value>([value]);
        while (pending.TryPop(out var next))
        {
            if (!seen.Add(next)) continue;
            foreach (var use in next.Uses)
            {
                if (Past(edit, use.Node) == next && use.Node.Output(0) is { } output) pending.Push(output);
                else if (IsSpoilt(use.Node, pad)) return use.Node;
            }
        }
        return null;
    }

    /// <summary>What a node hands on; null where it is neither gone nor dropped.</summary>
    private static Value? Past(GraphEdit edit, Node node) =>
        edit.Removals.FirstOrDefault(removal => removal.Node == node) is { } removal ? removal.Input
        : node.IsStandard && _transparent.Contains(node.OpType) ? node.Input(0)
        : null;

    private static bool IsSpoilt(Node pool, Node pad)
    {
        if (pool.Is("MaxPool")) return true;
        if (!pool.Is("AveragePool")) return false;
        if (pool.Int("ceil_mode") is not (null or 0)) return true;
        var pads = pad.Input(1) is { } list ? pad.Scope.View.Shapes.Integers(list) : pad.Ints("pads");
        return pads is null || pool.Ints("kernel_shape") is not { Count: > 0 } kernel || pads.Max() >= kernel.Min();
    }
}
