namespace BnFold.Graphs;

/// <summary>Orders the nodes of a graph so that producers come before readers; a file that is already in order keeps its order.</summary>
internal static class TopologicalOrder
{
    /// <summary>Room between neighbours, so that inserted nodes find a place.</summary>
    public const long Step = 1L << 20;

    public static void Assign(List<Node> nodes)
    {
        var producers = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var output in node.Proto.Output) producers[output] = node;
        }
        var state = new HashSet<Node>();
        var pending = new Stack<(Node Node, bool Expanded)>();
        var order = 0L;
        foreach (var root in nodes)
        {
            pending.Push((root, false));
            while (pending.TryPop(out var entry))
            {
                if (entry.Expanded)
                {
                    entry.Node.Order = order += Step;
                    continue;
                }
                if (!state.Add(entry.Node)) continue;
                pending.Push((entry.Node, true));
                for (var i = entry.Node.Proto.Input.Count - 1; i >= 0; i--)
                {
                    if (producers.TryGetValue(entry.Node.Proto.Input[i], out var producer) && !state.Contains(producer)) pending.Push((producer, false));
                }
            }
        }
        nodes.Sort(static (a, b) => a.Order.CompareTo(b.Order));
    }
}
