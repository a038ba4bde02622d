using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>Turns training mode into inference: BatchNormalizations normalise with their stored statistics, Dropouts drop nothing.</summary>
internal static class InferenceForm
{
    /// <summary>Returns the names of the nodes it changed. A BatchNormalization whose running statistics are read, or are outputs, stays.</summary>
    public static IReadOnlyList<string> Convert(GraphView view)
    {
        var converted = new List<string>();
        foreach (var node in view.Scopes.SelectMany(s => s.Nodes).ToArray())
        {
            if (Rewrite(node) is not { } rewrite) continue;
            view.Apply(new() { Rewrites = [rewrite] });
            converted.Add(node.Name);
        }
        return converted;
    }

    public static IEnumerable<string> Warnings(IReadOnlyList<string> converted)
    {
        if (converted.Count > 0)
            yield return $"{converted.Count} {(converted.Count == 1 ? "node" : "nodes")} in training mode taken for inference, from '{converted[0]}' on: the model computes something else than before, and is compared with the original in that form";
    }

    /// <summary>The first output behind Y that something needs; null if nothing does.</summary>
    public static Value? NeededStatistics(Node node) =>
        node.Outputs.Skip(1).FirstOrDefault(static output => output is { IsGraphOutput: true } or { Uses.Count: > 0 });

    private static NodeRewrite? Rewrite(Node node)
    {
        if (!IsTraining(node)) return null;
        var rewrite = new NodeRewrite(node) { Attributes = [.. Attributes(node)] };
        if (node.Is("Dropout")) return rewrite with { InputCount = Math.Min(2, node.Inputs.Count) };
        return NeededStatistics(node) is null ? rewrite with { OutputCount = 1 } : null;
    }

    /// <summary>False also where its attributes can't be read; whoever folds it says so.</summary>
    private static bool IsTraining(Node node)
    {
        try
        {
            return node.Is("BatchNormalization") ? BatchNormAttributes.TrainingMode(node) is not null : node.Is("Dropout") && !Dropout.IsInference(node);
        }
        catch (AttributeException)
        {
            return false;
        }
    }

    /// <summary>Between operator sets 7 and 13 a BatchNormalization's outputs alone tell the mode; a Dropout has an input for it later on.</summary>
    private static IEnumerable<AttributeProto> Attributes(Node node)
    {
        if (node.Opset < 7) yield return new() { Name = "is_test", I = 1, Type = (int)AttributeKind.Int };
        if (node.Opset >= 14 && node.Is("BatchNormalization")) yield return new() { Name = "training_mode", I = 0, Type = (int)AttributeKind.Int };
    }
}
