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
                for (var i = node.Proto.Input.Count - 1; i >= 0; i--)
                {
                    if (producers.TryGetValue(node.Proto.Input[i], out var producer) && !entered.Contains(producer)) pending.Push(producer);
                }
            }
        }
        nodes.Sort(static (a, b) => a.Order.CompareTo(b.Order));
    }
}
