using BnFold.BatchNorm;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>A BatchNormalization as the reference implementation computes it.</summary>
internal static class ReferenceNode
{
    /// <summary>Why the node is none that uses the given statistics; null if it is one.</summary>
    public static string? Obstacle(NodeProto node, long opset)
    {
        if (node.Input.Count < 5 || node.Input.Take(5).Contains("")) return "it lacks inputs";
        var mode = BatchNormMode.Of(
            opset, node.Int("is_test"), node.Int("training_mode"), node.Output.Skip(1).Count(name => name.Length > 0));
        return mode.IsTraining ? mode.Because : null;
    }

    /// <param name="node">The node.</param>
    /// <param name="valueOf">The elements of one of its inputs 1 to 4.</param>
    /// <exception cref="ArgumentException">The vectors differ in length.</exception>
    public static BatchNormParameters Parameters(NodeProto node, Func<string, double[]> valueOf) =>
        new(valueOf(node.Input[1]), valueOf(node.Input[2]), valueOf(node.Input[3]), valueOf(node.Input[4]))
        {
            Epsilon = node.Float("epsilon") ?? BatchNormParameters.DefaultEpsilon,
        };
}
