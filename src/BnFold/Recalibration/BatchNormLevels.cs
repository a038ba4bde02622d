using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>
/// How many BatchNormalizations lie before each: those of one level do not depend on each other, so one run of the data serves them all.
/// </summary>
internal static class BatchNormLevels
{
    /// <param name="graph">The graph.</param>
    /// <param name="counted">The nodes that count; others pass the level of what they read on.</param>
    public static IReadOnlyDictionary<NodeProto, int> Of(ModelGraph graph, IEnumerable<NodeProto> counted)
    {
        var sites = new HashSet<NodeProto>(counted, ReferenceEqualityComparer.Instance);
        var levels = new Dictionary<NodeProto, int>(ReferenceEqualityComparer.Instance);
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            var level = graph.Reads(node).Select(name => values.GetValueOrDefault(name)).DefaultIfEmpty(0).Max();
            if (sites.Contains(node)) levels[node] = level++;
            foreach (var output in node.Output) values[output] = level;
        }
        return levels;
    }
}
