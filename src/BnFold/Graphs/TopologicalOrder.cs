using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>Orders the nodes of a graph so that producers come before readers; a file that is already in order keeps its order.</summary>
internal static class TopologicalOrder
{
    /// <summary>Room between neighbours, so that inserted nodes find a place.</summary>
    public const long Step = 1L << 20;

    /// <exception cref="OnnxFormatException">Nodes read each other in a circle.</exception>
    public static void Assign(List<Node> nodes)
    {
        var producers = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var output in node.Proto.Output)
            {
                if (output.Length > 0) producers[output] = node;
            }
        }
        var entered = new HashSet<Node>();
        var ordered = new HashSet<Node>();
        var pending = new Stack<Node>();
        var order = 0L;
        foreach (var root in nodes)
        {
            pending.Push(root);
            while (pending.TryPeek(out var node))
            {
                if (!entered.Add(node))
                {
                    pending.Pop();
                    if (ordered.Add(node)) node.Order = order += Step;
                    continue;
                }
                var reads = node.Proto.Bodies().Any() ? NodeReads.Of(node.Proto) : node.Proto.Input;
                for (var i = reads.Count - 1; i >= 0; i--)
                {
                    var name = reads[i];
                    if (!producers.TryGetValue(name, out var producer) || ordered.Contains(producer)) continue;
                    if (entered.Contains(producer)) throw Circle(node, name);
                    pending.Push(producer);
                }
            }
        }
        nodes.Sort(Node.ByOrder);
    }

    /// <summary>A place behind the node that makes a value, before all that read it, in the same graph or in bodies of its nodes.</summary>
    public static long Behind(Node node, Value output)
    {
        var end = node.Order + Step;
        foreach (var use in output.Uses)
        {
            var reader = use.Node;
            while (reader.Scope != node.Scope) reader = reader.Scope.Owner!;
            end = Math.Min(end, reader.Order);
        }
        return node.Order + ((end - node.Order) / 2);
    }

    private static OnnxFormatException Circle(Node node, string name) =>
        new(node.Scope.View.Model.Path, node.ToString(), $"reads '{name}', which is computed from what it makes; a graph without circles expected");
}
