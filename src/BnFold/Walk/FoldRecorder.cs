using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>
/// Carries plans out, and writes down what a report shows of them: the graph around each fold, and the hosts' constants as they were and
/// are. Constants are never overwritten, so it keeps them as they stand and reads their numbers at the end, once.
/// </summary>
internal sealed class FoldRecorder(GraphView view, FoldOptions options)
{
    private readonly Dictionary<(Node Host, int Input), (Constant? Before, Constant After)> _constants = [];
    private readonly Dictionary<Node, string> _operators = [];

    /// <summary>Applies a plan; returns it with what is to be shown of it.</summary>
    public FoldPlan Apply(Node site, FoldPlan plan)
    {
        if (!options.Details)
        {
            view.Apply(plan.Edit);
            return plan;
        }
        Remember(plan);
        var drawing = new ExcerptDrawing(view, site, plan);
        var before = drawing.Before();
        view.Apply(plan.Edit);
        foreach (var host in plan.Hosts) _operators[host] = host.OpType;
        return plan with { Before = before, After = drawing.After() };
    }

    /// <summary>Every constant of a host that changed, unless the host is gone or has become something else.</summary>
    public IReadOnlyList<WeightChange> Weights() =>
        [
            .. _constants.Keys.Where(IsStillHost)
                .OrderBy(static key => key.Host.Order).ThenBy(static key => key.Host.Id).ThenBy(static key => key.Input)
                .Select(Change),
        ];

    private void Remember(FoldPlan plan)
    {
        foreach (var rewrite in plan.Edit.Rewrites.Where(rewrite => plan.Hosts.Contains(rewrite.Node)))
        {
            foreach (var constant in rewrite.Constants)
            {
                var key = (rewrite.Node, constant.Input);
                var before = _constants.TryGetValue(key, out var known) ? known.Before : view.Constants.Find(rewrite.Node.Input(constant.Input));
                _constants[key] = (before, constant.Value);
            }
        }
    }

    private bool IsStillHost((Node Host, int Input) key) => !key.Host.IsRemoved && _operators[key.Host] == key.Host.OpType;

    private WeightChange Change((Node Host, int Input) key)
    {
        var (before, after) = _constants[key];
        return new()
        {
            Host = new(key.Host.Name, key.Host.OpType),
            Input = key.Input,
            Type = after.Type.ToString(),
            Dims = after.Dims,
            Before = before is null ? null : ConstantRange.Of(before),
            After = ConstantRange.Of(after),
        };
    }
}
