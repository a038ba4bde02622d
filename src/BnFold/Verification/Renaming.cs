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

    /// <summary>Gives values of that name which bodies of a node make themselves another one, for each body in which there is such a value.</summary>
    public static void Inside(NodeProto node, string name, Func<string, string> fresh)
    {
        foreach (var body in node.Bodies())
        {
            var isMade = body.Node.Any(each => each.Output.Contains(name)) || body.Input.Any(input => input.Name == name) || body.Initializer.Any(tensor => tensor.Name == name);
            if (isMade) RenameAll(body, name, fresh($"{name}.{node.Label}"));
            else foreach (var each in body.Node) Inside(each, name, fresh);
        }
    }

    private static void RenameAll(GraphProto body, string name, string other)
    {
        foreach (var value in body.Input.Concat(body.Output).Concat(body.ValueInfo).Where(value => value.Name == name)) value.Name = other;
        foreach (var tensor in body.Initializer.Where(tensor => tensor.Name == name)) tensor.Name = other;
        foreach (var node in body.Node)
        {
            foreach (var list in new[] { node.Input, node.Output })
            {
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] == name) list[i] = other;
                }
            }
            foreach (var inner in node.Bodies()) RenameAll(inner, name, other);
        }
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
