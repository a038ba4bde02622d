using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>
/// Carries plans out, and writes down what a report shows of them: the graph around each fold, and the hosts' constants as they were and
/// are. Constants are never overwritten, so it keeps them as they stand and reads their numbers at the end, once.
/// </summary>
internal sealed class FoldRecorder(GraphView view, FoldOptions options)
{
    private readonly Dictionary<Place, Change> _constants = [];
    private readonly Dictionary<Node, string> _operators = [];

    /// <summary>Applies a plan; returns it with what is to be shown of it.</summary>
    public FoldPlan Apply(Node site, FoldPlan plan)
    {
        // Whoever made a weight first: a later fold that adds to the bias only hands it on.
        foreach (var constant in plan.Edit.Rewrites.SelectMany(static rewrite => rewrite.Constants)) view.Model.FoldedWeights.TryAdd(constant.Value.Payload, site.Name);
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
    public IReadOnlyList<WeightChange> Weights() => !options.Details ? [] :
        [
            .. _constants.Keys.Where(IsStillHost)
                .OrderBy(static key => key.Host.Order).ThenBy(static key => key.Host.Id).ThenBy(static key => key.Input)
                .Select(place => Describe(place, _constants[place])),
        ];

    private void Remember(FoldPlan plan)
    {
        foreach (var rewrite in plan.Edit.Rewrites.Where(rewrite => plan.Hosts.Contains(rewrite.Node)))
        {
            foreach (var constant in rewrite.Constants)
            {
                var place = new Place(rewrite.Node, constant.Input);
                var before = _constants.TryGetValue(place, out var known) ? known.Before : view.Constants.Find(rewrite.Node.Input(constant.Input));
                _constants[place] = new(before, constant.Value);
            }
        }
    }

    private bool IsStillHost(Place place) => !place.Host.IsRemoved && _operators[place.Host] == place.Host.OpType;

    private static WeightChange Describe(Place place, Change change) => new()
    {
        Host = new(place.Host.Name, place.Host.OpType),
        Input = place.Input,
        Type = change.After.Type.ToString(),
        Dims = change.After.Dims,
        Before = change.Before is null ? null : ConstantRange.Of(change.Before),
        After = ConstantRange.Of(change.After),
    };

    private sealed record Place(Node Host, int Input);

    private sealed record Change(Constant? Before, Constant After);
}
