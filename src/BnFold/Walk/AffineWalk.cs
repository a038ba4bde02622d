using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>
/// Looks for plans that let a site's affine go: backward, from its input to the constants before it, or forward, from its output to
/// those behind. A walk sweeps nodes in topological order over a map of pending affines and succeeds only if every branch ends in a
/// constant. It changes nothing. What is common to all operators is checked here: other readers, graph outputs, scopes.
/// </summary>
internal sealed class AffineWalk(GraphView view, StandInPolicy standIns)
{
    private const int MaxCombinations = 64;

    /// <summary>The plan that leaves the fewest nodes; null with the obstacle of the first try when there is none.</summary>
    public FoldPlan? Find(AffineSite site, FoldRoute route, out Obstacle? obstacle)
    {
        var choices = new Choices();
        FoldPlan? best = null;
        obstacle = null;
        for (var i = 0; i < MaxCombinations; i++)
        {
            var plan = Try(site, route, choices, out var found);
            obstacle ??= found;
            if (plan is not null && (best is null || plan.NodesSaved > best.NodesSaved)) best = plan;
            if (!choices.Advance()) break;
        }
        return best;
    }

    private FoldPlan? Try(AffineSite site, FoldRoute route, Choices choices, out Obstacle? obstacle)
    {
        var plan = new PlanBuilder();
        var (back, forth) = Parts(site.Affine, route);
        obstacle = back is null ? null : new BackwardSweep(site, plan, choices, standIns).Run(back);
        if (obstacle is not null) return null;
        obstacle = forth is null ? null : new ForwardSweep(site, plan, choices, standIns).Run(forth);
        if (obstacle is not null) return null;

        if (route is FoldRoute.StandIn)
        {
            obstacle = LeaveAdd(site, plan);
            if (obstacle is not null) return null;
        }
        else
        {
            plan.Remove(new(site.Node, site.Input, site.Output));
        }
        return new(plan.Build(), plan.Hosts.Count == 0 ? FoldRoute.Unread : route, [.. plan.Hosts.Distinct()]);
    }

    /// <summary>What goes back from the site's input, and what goes forth from its output.</summary>
    private static (Affine? Back, Affine? Forth) Parts(Affine affine, FoldRoute route) => route switch
    {
        FoldRoute.Backward => (affine, null),
        FoldRoute.Forward => (null, affine),
        FoldRoute.Split => (affine.ScaleOnly, affine.ShiftOnly),
        _ => (affine.ScaleOnly, null),
    };

    /// <summary>The site becomes an Add with the shift.</summary>
    private Obstacle? LeaveAdd(AffineSite site, PlanBuilder plan)
    {
        if (!standIns.Allows(view, site.Affine.Rank)) return new(SkipReason.ShiftBlocked, "an Add in its place is not asked for");
        var type = plan.Hosts[0].Inputs.Skip(1).Select(view.Constants.Find).First(c => c is not null)!.Type;
        var operand = StandIn.Operand(site.Node, type, site.Affine.Shift, out var blocked);
        if (operand is null) return ((Passage.BlockedPassage)blocked!).Obstacle;
        plan.TryRewrite(new(site.Node) { OpType = "Add", InputCount = 1, DropsOtherAttributes = true, Constants = [operand] });
        return null;
    }
}
