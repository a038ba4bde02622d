using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// Walks back from each common value, in both models at once, until common values are reached again. Where the ways are alike, node by
/// node and constant by constant, both compute the same from the same; everywhere else is a site.
/// </summary>
internal sealed class SiteFinder(RunnableModel original, RunnableModel other, CommonValues common)
{
    private readonly TensorContent _tensors = new(original.File, other.File);
    private readonly HashSet<(string, string)> _alike = [];
    private readonly Stack<(string Value, string Counterpart)> _pending = new();

    public IReadOnlyList<Site> Find()
    {
        var nodes = new NodeContent(original, other, _tensors);
        return [.. common.Computed.Where(value => !IsAlike(value, nodes)).Select(Describe)];
    }

    private bool IsAlike(string witness, NodeContent nodes)
    {
        var seen = new List<(string, string)>();
        _pending.Clear();
        if (!StepThrough(witness, witness, nodes)) return false;
        while (_pending.TryPop(out var pair))
        {
            if (pair.Value.Length == 0 || pair.Counterpart.Length == 0 || IsCut(pair.Value) || IsCut(pair.Counterpart))
            {
                if (pair.Value != pair.Counterpart) return false;
                continue;
            }
            if (_alike.Contains(pair)) continue;
            seen.Add(pair);
            if (!StepThrough(pair.Value, pair.Counterpart, nodes)) return false;
        }
        _alike.UnionWith(seen);
        return true;
    }

    private bool IsCut(string value) => common.Declarations.ContainsKey(value);

    /// <summary>Compares what makes the two values and puts what that reads on the stack.</summary>
    private bool StepThrough(string value, string counterpart, NodeContent nodes)
    {
        if (original.Graph.TryProducer(value, out var node))
            return other.Graph.TryProducer(counterpart, out var match) && SameNodes(node, match, value, counterpart, nodes);
        if (original.Graph.TryInitializer(value, out var tensor))
            return other.Graph.TryInitializer(counterpart, out var match) && _tensors.Same(tensor, match);
        if (original.Graph.TrySparse(value, out var sparse))
            return other.Graph.TrySparse(counterpart, out var match) && _tensors.Same(sparse, match);
        return value == counterpart; // an input that is no tensor
    }

    private bool SameNodes(NodeProto node, NodeProto match, string value, string counterpart, NodeContent nodes)
    {
        if (node.Output.IndexOf(value) != match.Output.IndexOf(counterpart) || node.Input.Count != match.Input.Count) return false;
        if (!nodes.Same(node, match)) return false;
        for (var i = 0; i < node.Input.Count; i++) _pending.Push((node.Input[i], match.Input[i]));
        // The bodies are the same letter by letter, so they capture the same names; what these stand for is to be seen.
        foreach (var captured in node.Bodies().SelectMany(NodeReads.CapturedBy)) _pending.Push((captured, captured));
        return true;
    }

    private Site Describe(string witness)
    {
        var before = new Excerpt(original.Graph, [witness], common.Declarations);
        var after = new Excerpt(other.Graph, [witness], common.Declarations);
        var nodes = original.Graph.BatchNormalizations(before.Nodes);
        return new(witness, before.Nodes, after.Nodes, [.. before.Inputs.Union(after.Inputs)], [.. nodes])
        {
            StartsAlike = before.Inputs.ToHashSet(StringComparer.Ordinal).SetEquals(after.Inputs),
        };
    }
}
