using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>
/// Finds the nodes to fold: every BatchNormalization, and arithmetic with floating-point constants in runs that hold a Mul or Div or
/// touch a BatchNormalization. A lone Add is its host's bias and stays.
/// </summary>
internal sealed class SiteFinder(GraphView view)
{
    private readonly Dictionary<Node, bool> _isArithmetic = [];

    public IEnumerable<Node> BatchNormalizations() => view.Scopes.SelectMany(s => s.Nodes).Where(IsBatchNorm);

    public IEnumerable<Node> Arithmetic()
    {
        var seen = new HashSet<Node>();
        foreach (var node in view.Scopes.SelectMany(s => s.Nodes))
        {
            if (!IsArithmetic(node) || seen.Contains(node)) continue;
            var run = Run(node, seen);
            if (!run.Any(n => n.OpType is "Mul" or "Div" || IsBatchNorm(n))) continue;
            foreach (var member in run.Where(IsArithmetic).OrderBy(n => n.Id)) yield return member;
        }
    }

    private static bool IsBatchNorm(Node node) => node.Is("BatchNormalization");

    /// <summary>The arithmetic connected with a node, and the BatchNormalizations at its ends.</summary>
    private List<Node> Run(Node start, HashSet<Node> seen)
    {
        var run = new List<Node>();
        var open = new Stack<Node>([start]);
        while (open.TryPop(out var node))
        {
            if (!IsArithmetic(node))
            {
                if (IsBatchNorm(node)) run.Add(node);
                continue;
            }
            if (!seen.Add(node)) continue;
            run.Add(node);
            foreach (var input in node.Inputs)
            {
                if (input?.Producer is { } producer) open.Push(producer);
            }
            foreach (var use in node.Output(0)?.Uses ?? []) open.Push(use.Node);
        }
        return run;
    }

    private bool IsArithmetic(Node node)
    {
        if (_isArithmetic.TryGetValue(node, out var known)) return known;
        return _isArithmetic[node] = node.IsStandard && node.OpType switch
        {
            "Add" or "Sub" or "Mul" or "Div" => node.Inputs.Count == 2 && node.Inputs.Count(i => view.Constants.Find(i) is { IsFloating: true }) == 1,
            "Neg" => node.Inputs.Count == 1 && view.Constants.Find(node.Inputs[0]) is null,
            _ => false,
        };
    }
}
