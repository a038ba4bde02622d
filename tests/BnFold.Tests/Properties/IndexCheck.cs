using BnFold.Graphs;

namespace BnFold.Tests.Properties;

/// <summary>After its edits the view must be what a new one of the same model would be: same values, same makers, same readers.</summary>
internal static class IndexCheck
{
    public static void Demand(GraphView maintained)
    {
        var fresh = new GraphView(maintained.Model);
        var (kept, made) = (Describe(maintained), Describe(fresh));
        foreach (var (left, right) in kept.Zip(made))
        {
            if (left != right) throw new InvalidOperationException($"the index says\n  {left}\nbut the model says\n  {right}");
        }
        if (kept.Count != made.Count) throw new InvalidOperationException($"the index has {kept.Count} entries, the model {made.Count}");
    }

    private static List<string> Describe(GraphView view)
    {
        var lines = new List<string>();
        foreach (var scope in view.Scopes.Where(static s => s.Owner is not { IsRemoved: true }))
        {
            lines.AddRange(scope.Nodes.Select(static n => $"{n.OpType}({string.Join(' ', n.Inputs)}) -> {string.Join(' ', n.Outputs)}"));
            lines.AddRange(scope.Values.OrderBy(static v => v.Name, StringComparer.Ordinal).Select(Describe));
        }
        return lines;
    }

    private static string Describe(Value value) =>
        $"{value}: made by {value.Producer?.Proto.Output[0]}, read by {string.Join(' ', value.Uses.Select(static u => $"{Owner(u.Node)}#{u.Input}").Order(StringComparer.Ordinal))}, "
        + $"initializer {value.Initializer is not null}, input {value.GraphInput is not null}, output {value.IsGraphOutput}";

    private static string Owner(Node node) => node.Proto.Output.FirstOrDefault(static o => o.Length > 0) ?? node.OpType;
}
