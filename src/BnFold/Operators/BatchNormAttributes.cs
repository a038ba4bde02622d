using BnFold.BatchNorm;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>BatchNormalization's attributes as its many operator sets define them.</summary>
internal static class BatchNormAttributes
{
    /// <summary>The float32 attribute, widened; 1e-5f by default.</summary>
    public static double Epsilon(Node node) => node.Float("epsilon") ?? 1e-5f;

    /// <summary>Why the node normalises with the statistics of its batch; null when it uses the given ones.</summary>
    public static string? TrainingMode(Node node)
    {
        var outputsAfterY = node.Outputs.Skip(1).Count(o => o is not null);
        var mode = new BatchNormMode(node.Opset, node.Int("is_test"), node.Int("training_mode"), outputsAfterY);
        if (mode.IsTraining) return mode.Because;
        return outputsAfterY > 0 ? "outputs after Y exist only in training mode" : null;
    }

    /// <summary>Parameters per element instead of per channel: operator sets 1 to 8 with spatial = 0.</summary>
    public static bool IsPerElement(Node node) => node.Opset < 9 && node.Int("spatial") is 0;
}
