using BnFold.Onnx;

namespace BnFold.Tests.Properties;

/// <summary>Makes a failing graph smaller for as long as it fails in the same way.</summary>
internal sealed class Shrinker(FoldCheck check)
{
    public (GeneratedGraph Graph, Failure Failure) Run(GeneratedGraph graph, Failure failure)
    {
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            check.Find(graph);
            var shapes = check.Original.ToDictionary(static p => p.Key, static p => p.Value, StringComparer.Ordinal);
            foreach (var candidate in Candidates(graph.Model, shapes))
            {
                var smaller = graph with { Model = candidate };
                if (check.Find(smaller) is not { } found || found.Kind != failure.Kind) continue;
                (graph, failure, isSmaller) = (smaller, found, true);
                break;
            }
        }
        return (graph, failure);
    }

    private static IEnumerable<ModelProto> Candidates(ModelProto model, Dictionary<string, Held> shapes)
    {
        string[] outputs = [.. model.Graph.Output.Select(static o => o.Name)];
        if (outputs.Length > 1)
        {
            foreach (var output in outputs) yield return Change(model, g => g.Output.Remove(g.Output.First(o => o.Name == output)));
        }
        for (var i = 0; i < model.Graph.Node.Count; i++)
        {
            var node = model.Graph.Node[i];
            if (node.Output.Count != 1 || !shapes.TryGetValue(node.Output[0], out var held)) continue;
            if (held.Type is ElementType.Float or ElementType.Float16 or ElementType.Double)
                yield return Change(model, g => Cut(g, node.Output[0], held));
            if (!outputs.Contains(node.Output[0]))
                yield return Change(model, g => MakeOnlyOutput(g, node.Output[0], held));
            foreach (var input in node.Input.Distinct().Where(n => shapes.TryGetValue(n, out var other) && other.Dims.SequenceEqual(held.Dims)))
                yield return Change(model, g => Bypass(g, node.Output[0], input));
        }
        if (model.Graph.ValueInfo.Count > 0) yield return Change(model, static g => g.ValueInfo.Clear());
        for (var i = 0; i < model.Graph.ValueInfo.Count; i++)
        {
            var index = i;
            yield return Change(model, g => g.ValueInfo.RemoveAt(index));
        }
        for (var i = 0; i < model.Graph.Node.Count; i++)
        {
            for (var a = 0; a < model.Graph.Node[i].Attribute.Count; a++)
            {
                var (node, attribute) = (i, a);
                yield return Change(model, g => g.Node[node].Attribute.RemoveAt(attribute));
            }
        }
    }

    private static ModelProto Change(ModelProto model, Action<GraphProto> change)
    {
        var changed = model.Clone();
        change(changed.Graph);
        Sweep(changed.Graph);
        return changed;
    }

    /// <summary>A value in the middle becomes an input.</summary>
    private static void Cut(GraphProto graph, string name, Held held)
    {
        graph.Node.Remove(graph.Node.First(n => n.Output.Contains(name)));
        graph.Input.Add(Info(name, held));
        foreach (var info in graph.ValueInfo.Where(v => v.Name == name).ToArray()) graph.ValueInfo.Remove(info);
        if (graph.Output.Count > 1 && graph.Output.FirstOrDefault(o => o.Name == name) is { } output) graph.Output.Remove(output);
    }

    private static void MakeOnlyOutput(GraphProto graph, string name, Held held)
    {
        graph.Output.Clear();
        graph.Output.Add(Info(name, held));
    }

    private static void Bypass(GraphProto graph, string output, string input)
    {
        graph.Node.Remove(graph.Node.First(n => n.Output.Contains(output)));
        foreach (var info in graph.Output.Where(o => o.Name == output)) info.Name = input;
        Rename(graph, output, input);
    }

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == from) node.Input[i] = to;
            }
            foreach (var body in node.Bodies()) Rename(body, from, to);
        }
    }

    /// <summary>Takes out what no longer leads to an output.</summary>
    private static void Sweep(GraphProto graph)
    {
        while (true)
        {
            var read = Reads(graph).Concat(graph.Output.Select(static o => o.Name)).ToHashSet(StringComparer.Ordinal);
            var dead = graph.Node.Where(n => !n.Output.Any(read.Contains)).ToArray();
            foreach (var node in dead) graph.Node.Remove(node);
            if (dead.Length > 0) continue;
            foreach (var tensor in graph.Initializer.Where(t => !read.Contains(t.Name)).ToArray()) graph.Initializer.Remove(tensor);
            foreach (var input in graph.Input.Where(i => !read.Contains(i.Name)).ToArray()) graph.Input.Remove(input);
            var made = graph.Node.SelectMany(static n => n.Output).ToHashSet(StringComparer.Ordinal);
            foreach (var info in graph.ValueInfo.Where(v => !made.Contains(v.Name)).ToArray()) graph.ValueInfo.Remove(info);
            return;
        }
    }

    private static IEnumerable<string> Reads(GraphProto graph) =>
        graph.Node.SelectMany(static n => n.Input.Concat(n.Bodies().SelectMany(static b => Reads(b).Concat(b.Output.Select(static o => o.Name)))));

    private static ValueInfoProto Info(string name, Held held)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in held.Dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dim });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)held.Type, Shape = shape } } };
    }
}
