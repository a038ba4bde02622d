using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>Sees the graph around one fold, before the edit and after it.</summary>
internal sealed class ExcerptDrawing
{
    private const int MaxCore = 12;
    private const int MaxNeighbours = 8;

    private readonly GraphView _view;
    private readonly FoldPlan _plan;
    private readonly Node _site;
    private readonly Node[] _core;
    private readonly int _omitted;
    private readonly int _firstNewId;

    public ExcerptDrawing(GraphView view, Node site, FoldPlan plan)
    {
        (_view, _site, _plan, _firstNewId) = (view, site, plan, view.NodeIds);
        Node[] all = [.. plan.Hosts.Prepend(site).Concat(plan.Path).Concat(plan.Edit.Removals.Select(static r => r.Node)).Distinct()];
        _core = [.. all.Take(MaxCore)];
        _omitted = all.Length - _core.Length;
    }

    public GraphExcerpt Before() => Draw(_core, RoleBefore);

    public GraphExcerpt After()
    {
        Node[] left = [.. _core.Where(static node => !node.IsRemoved)];
        var added = left.SelectMany(Readers).Concat(_view.NodeIds > _firstNewId ? left.SelectMany(Producers) : []).Where(IsNew);
        return Draw([.. left.Concat(added).Distinct()], RoleAfter);
    }

    private GraphExcerpt Draw(Node[] core, Func<Node, ExcerptRole> roleOf)
    {
        Node[] around = [.. core.SelectMany(Producers).Concat(core.SelectMany(Readers)).Distinct().Except(core)];
        Node[] shown = [.. core.Concat(around.Take(MaxNeighbours)).OrderBy(static node => node.Order).ThenBy(static node => node.Id)];
        var nodes = shown.Select(node => new ExcerptNode(node.Name, node.OpType, roleOf(node))).ToList();
        var index = shown.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index);
        var links = shown
            .SelectMany(node => Readers(node).Distinct().Where(index.ContainsKey).Select(reader => new ExcerptLink(index[node], index[reader])))
            .ToList();
        foreach (var node in core) AddBoundaries(node, index[node], nodes, links);
        return new(nodes, links, _omitted + Math.Max(0, around.Length - MaxNeighbours));
    }

    private void AddBoundaries(Node node, int at, List<ExcerptNode> nodes, List<ExcerptLink> links)
    {
        foreach (var input in node.Inputs.OfType<Value>().Distinct().Where(input => input.GraphInput is not null && _view.Constants.Find(input) is null))
        {
            links.Add(new(nodes.Count, at));
            nodes.Add(new(input.Name, "input", ExcerptRole.Boundary));
        }
        foreach (var output in node.Outputs.OfType<Value>().Where(static output => output.IsGraphOutput))
        {
            links.Add(new(at, nodes.Count));
            nodes.Add(new(output.Name, "output", ExcerptRole.Boundary));
        }
    }

    private ExcerptRole RoleBefore(Node node)
    {
        if (node == _site) return ExcerptRole.Site;
        if (_plan.Hosts.Contains(node)) return ExcerptRole.Host;
        return _core.Contains(node) ? ExcerptRole.Carrier : ExcerptRole.Neighbour;
    }

    /// <summary>A site that is still there has become something else.</summary>
    private ExcerptRole RoleAfter(Node node) => node == _site || IsNew(node) ? ExcerptRole.Added : RoleBefore(node);

    private bool IsNew(Node node) => node.Id >= _firstNewId;

    private IEnumerable<Node> Producers(Node node) => node.Inputs.OfType<Value>()
        .Where(input => input.Producer is { IsRemoved: false } && _view.Constants.Find(input) is null).Select(static input => input.Producer!);

    private static IEnumerable<Node> Readers(Node node) =>
        node.Outputs.OfType<Value>().SelectMany(static output => output.Uses.Select(static use => use.Node)).Where(static reader => !reader.IsRemoved);
}
