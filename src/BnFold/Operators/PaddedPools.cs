using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// ONNX Runtime (1.30) merges a Pad into the pool behind it. Zeros then become the border of a MaxPool, which never wins, and a window of
/// an AveragePool may see nothing else. A node in between keeps the two apart.
/// </summary>
internal static class PaddedPools
{
    public static Obstacle? Joined(GraphEdit edit)
    {
        foreach (var removal in edit.Removals)
        {
            if (Source(edit, removal).Producer is not { } pad || !pad.Is("Pad") || pad.String("mode") is not (null or "constant")) continue;
            var pool = removal.Output.Uses.Select(static use => use.Node).FirstOrDefault(node => IsSpoilt(node, pad));
            if (pool is not null) return Obstacle.At(pool, SkipReason.FusionPattern, $"ONNX Runtime would merge {pad} into it, and compute something else");
        }
        return null;
    }

    /// <summary>What takes the place of a node's output, past others that go as well.</summary>
    private static Value Source(GraphEdit edit, NodeRemoval removal) =>
        edit.Removals.FirstOrDefault(earlier => earlier.Node == removal.Input.Producer) is { } earlier ? Source(edit, earlier) : removal.Input;

    private static bool IsSpoilt(Node pool, Node pad)
    {
        if (pool.Is("MaxPool")) return true;
        if (!pool.Is("AveragePool")) return false;
        var pads = pad.Input(1) is { } list ? pad.Scope.View.Shapes.Integers(list) : pad.Ints("pads");
        return pads is null || pool.Ints("kernel_shape") is not { Count: > 0 } kernel || pads.Max() >= kernel.Min();
    }
}
