using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>BatchNormalizations that are said to be folded.</summary>
internal sealed class ClaimedSites
{
    private readonly string[] _live;

    /// <exception cref="OnnxFormatException">The original has no BatchNormalization of a name that is given.</exception>
    public ClaimedSites(RunnableModel original, IReadOnlyList<string> names)
    {
        var graph = original.Graph;
        var all = Labels(graph.BatchNormalizations(graph.Model.Graph.Node));
        if (names.FirstOrDefault(name => !all.Contains(name)) is { } unknown)
        {
            const string problem = "is said to be folded, but the model has no BatchNormalization of that name";
            throw new OnnxFormatException(original.File.Path, $"node '{unknown}'", problem);
        }

        // What no output depends on can be dropped by anyone.
        var live = Labels(graph.BatchNormalizations(graph.Nodes));
        _live = [.. names.Where(live.Contains)];
    }

    /// <summary>Those that no site accounts for: both models compute them alike.</summary>
    public IEnumerable<string> StillThere(IEnumerable<Site> sites) =>
        _live.Except(sites.SelectMany(site => Labels(site.BatchNormalizations)));

    public bool Contains(NodeProto node) => _live.Contains(node.Label);

    private static HashSet<string> Labels(IEnumerable<NodeProto> nodes) =>
        nodes.Select(node => node.Label).ToHashSet(StringComparer.Ordinal);
}
