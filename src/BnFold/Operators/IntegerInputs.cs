using System.Diagnostics.CodeAnalysis;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>Lists of integers that say what a node does (axes, pads, repeats), which newer operator sets take as inputs.</summary>
internal static class IntegerInputs
{
    /// <summary>The constant list at an input; null where the input is left out.</summary>
    public static bool TryRead(Node node, int input, out long[]? values, [NotNullWhen(false)] out Passage? blocked)
    {
        values = null;
        blocked = null;
        if (node.Input(input) is not { } value) return true;
        if (!node.Scope.View.Constants.TryGet(value, out var constant, out var obstacle))
        {
            values = node.Scope.View.Shapes.Integers(value);
            if (values is not null) return true;
            blocked = Passage.Blocked(node, obstacle.Reason, obstacle.Detail);
            return false;
        }
        if (!TensorCodec.IsInteger(constant.Type))
        {
            blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"{value} holds {constant.Type}, not integers");
            return false;
        }
        values = constant.ToIntegers();
        return true;
    }

    /// <summary>Axes counted from the front; null when one is out of range or named twice.</summary>
    public static int[]? DistinctAxes(IEnumerable<long> axes, int rank) =>
        Axes.Indices(axes, rank) is { } counted && counted.Distinct().Count() == counted.Length ? counted : null;
}
