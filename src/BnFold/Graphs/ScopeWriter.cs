using Google.Protobuf.Collections;

namespace BnFold.Graphs;

/// <summary>Writes one graph back to its message: what stays keeps its place, what is new comes last.</summary>
internal static class ScopeWriter
{
    public static void Write(GraphScope scope)
    {
        scope.Nodes.RemoveAll(static node => node.IsRemoved);
        scope.Nodes.Sort(Node.ByOrder);
        foreach (var node in scope.Nodes) node.WriteNames();
        Replace(scope.Proto.Node, scope.Nodes.Select(n => n.Proto));

        foreach (var value in scope.Values)
        {
            if (value.Declared is { } declared) declared.Name = value.Name;
        }
        var live = scope.Values.ToArray();
        Rewrite(scope.Proto.Initializer, live.Select(v => v.Initializer));
        Rewrite(scope.Proto.SparseInitializer, live.Select(v => v.Sparse));
        Rewrite(scope.Proto.Input, live.Select(v => v.GraphInput));
        var declaredLive = live.Select(v => v.Declared).ToHashSet(ReferenceEqualityComparer.Instance);
        Replace(scope.Proto.ValueInfo, scope.Proto.ValueInfo.Where(v => declaredLive.Contains(v) || !scope.Declared.Contains(v)));
    }

    /// <summary>Keeps the entries that are still there, in their order, and appends the new ones.</summary>
    private static void Rewrite<T>(RepeatedField<T> entries, IEnumerable<T?> live) where T : class
    {
        var remaining = new HashSet<T>(ReferenceEqualityComparer.Instance);
        var ordered = new List<T>();
        foreach (var entry in live)
        {
            if (entry is not null && remaining.Add(entry)) ordered.Add(entry);
        }
        var kept = new List<T>();
        foreach (var entry in entries)
        {
            if (remaining.Remove(entry)) kept.Add(entry);
        }
        kept.AddRange(ordered.Where(remaining.Contains));
        Replace(entries, kept);
    }

    private static void Replace<T>(RepeatedField<T> entries, IEnumerable<T> replacement)
    {
        var items = replacement.ToArray();
        entries.Clear();
        entries.AddRange(items);
    }
}
