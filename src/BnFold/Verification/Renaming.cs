using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Gives values other names.</summary>
internal static class Renaming
{
    /// <summary>A copy of the model in which values of the main graph have other names, in bodies that capture them too.</summary>
    public static ModelProto Of(ModelProto model, IReadOnlyDictionary<string, string> names)
    {
        var renamed = model.Clone();
        foreach (var node in renamed.Graph.Node)
        {
            for (var i = 0; i < node.Output.Count; i++) node.Output[i] = names.GetValueOrDefault(node.Output[i], node.Output[i]);
        }
        RenameReads(renamed.Graph, names);
        foreach (var value in renamed.Graph.ValueInfo) value.Name = names.GetValueOrDefault(value.Name, value.Name);
        return renamed;
    }

    private static void RenameReads(GraphProto graph, IReadOnlyDictionary<string, string> names)
    {
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++) node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
            foreach (var body in node.Bodies())
            {
                var captured = NodeReads.CapturedBy(body).Where(names.ContainsKey).ToDictionary(name => name, name => names[name]);
                if (captured.Count == 0) continue;
                RenameReads(body, captured);
                foreach (var output in body.Output) output.Name = captured.GetValueOrDefault(output.Name, output.Name);
            }
        }
    }
}
