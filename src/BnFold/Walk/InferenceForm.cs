using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>Turns BatchNormalizations in training mode into inference with their stored statistics.</summary>
internal static class InferenceForm
{
    /// <summary>Returns the names of the nodes it changed. One whose running statistics are read, or are outputs, stays.</summary>
    public static IReadOnlyList<string> Convert(GraphView view)
    {
        var converted = new List<string>();
        foreach (var node in view.Scopes.SelectMany(s => s.Nodes).Where(n => n.Is("BatchNormalization")))
        {
            if (!IsTraining(node) || NeededStatistics(node) is not null) continue;
            view.Apply(new() { Rewrites = [new(node) { Attributes = [.. Attributes(node)], OutputCount = 1 }] });
            converted.Add(node.Name);
        }
        return converted;
    }

    public static IEnumerable<string> Warnings(IReadOnlyList<string> converted)
    {
        if (converted.Count > 0)
            yield return $"{converted.Count} BatchNormalization in training mode taken for inference, from '{converted[0]}' on: the model computes something else than before, and is compared with the original in that form";
    }

    /// <summary>The first output behind Y that something needs; null if nothing does.</summary>
    public static Value? NeededStatistics(Node node) =>
        node.Outputs.Skip(1).FirstOrDefault(static output => output is { IsGraphOutput: true } or { Uses.Count: > 0 });

    /// <summary>False also where its attributes can't be read; whoever folds it says so.</summary>
    private static bool IsTraining(Node node)
    {
        try
        {
            return BatchNormAttributes.TrainingMode(node) is not null;
        }
        catch (AttributeException)
        {
            return false;
        }
    }

    /// <summary>Between operator sets 7 and 13 the outputs alone tell the mode.</summary>
    private static IEnumerable<AttributeProto> Attributes(Node node)
    {
        if (node.Opset < 7) yield return new() { Name = "is_test", I = 1, Type = (int)AttributeKind.Int };
        if (node.Opset >= 14) yield return new() { Name = "training_mode", I = 0, Type = (int)AttributeKind.Int };
    }
}
