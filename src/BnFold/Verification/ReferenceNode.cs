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
        try
        {
            _ = node.Float("epsilon");
            var mode = new BatchNormMode(
                opset, node.Int("is_test"), node.Int("training_mode"), node.Output.Skip(1).Count(name => name.Length > 0));
            return mode.IsTraining ? mode.Because : null;
        }
        catch (AttributeException exception)
        {
            return exception.Message;
        }
    }

    /// <param name="node">The node.</param>
    /// <param name="valueOf">The elements of one of its inputs 1 to 4.</param>
    /// <exception cref="NotSupportedException">The vectors differ in length.</exception>
    public static BatchNormParameters Parameters(NodeProto node, Func<string, double[]> valueOf)
    {
        if (node.Input.Skip(1).Take(4).Select(valueOf).ToArray() is not [var scale, var bias, var mean, var variance])
            throw new NotSupportedException("it lacks inputs");
        if (bias.Length != scale.Length || mean.Length != scale.Length || variance.Length != scale.Length)
            throw new NotSupportedException($"it has {scale.Length} scales, {bias.Length} biases, {mean.Length} means and {variance.Length} variances");
        return new(scale, bias, mean, variance) { Epsilon = node.Float("epsilon") ?? BatchNormParameters.DefaultEpsilon };
    }
}
