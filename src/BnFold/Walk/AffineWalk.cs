using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>
/// Looks for plans that let a site's affine go: backward, from its input to the constants before it, or forward, from its output to
/// those behind. A walk sweeps nodes in topological order over a map of pending affines and succeeds only if every branch ends in a
/// constant. It changes nothing. What is common to all operators is checked here: other readers, graph outputs, scopes.
/// </summary>
internal sealed class AffineWalk(StandInPolicy standIns, NameFilter filter)
{
    private const int MaxCombinations = 64;

    /// <summary>The plan that leaves the fewest nodes; null with the obstacle of the first try when there is none.</summary>
    public FoldPlan? Find(AffineSite site, FoldRoute route, Predicate<FoldPlan> isWanted, out Obstacle? obstacle)
    {
        var choices = new Choices();
        FoldPlan? best = null;
        obstacle = null;
        for (var i = 0; i < MaxCombinations; i++)
        {
            var plan = TryGuarded(site, route, choices, out var found);
            obstacle ??= found;
            if (plan is not null && isWanted(plan) && (best is null || plan.NodesSaved > best.NodesSaved)) best = plan;
            if (!choices.Advance()) break;
        }
        return best;
    }

    private FoldPlan? TryGuarded(AffineSite site, FoldRoute route, Choices choices, out Obstacle? obstacle)
    {
        try
        {
            return Try(site, route, choices, out obstacle);
        }
        catch (Exception e) when (Malformed.Describe(e) is not null)
        {
            // Of a node that was only looked at; the sweeps name those they ask.
            obstacle = new(SkipReason.MalformedNode, $"a node around it can't be read: {Malformed.Describe(e)}");
            return null;
        }
    }

    private FoldPlan? Try(AffineSite site, FoldRoute route, Choices choices, out Obstacle? obstacle)
    {
        var plan = new PlanBuilder();
        var (back, forth) = Parts(site.Affine, route);
        obstacle = back is null ? null : new BackwardSweep(site, plan, choices, standIns).Run(back);
        if (obstacle is not null) return null;
        obstacle = forth is null ? null : new ForwardSweep(site, plan, choices, standIns).Run(forth);
        if (obstacle is not null) return null;

        obstacle = Replace(site, route, plan);
        if (obstacle is not null) return null;
        var edit = plan.Build();
        obstacle = edit.Conflict() ?? KeptByRequest(edit, site) ?? PaddedPools.Joined(edit);
        if (obstacle is not null) return null;
        var isUnread = route is FoldRoute.Forward && site.Output.Uses.Count == 0;
        return new(edit, isUnread ? FoldRoute.Unread : route, [.. plan.Hosts.Distinct()]) { Path = [.. plan.Path] };
    }

    /// <summary>Arithmetic on the way that would become part of the affine, though it is to be kept.</summary>
    private Obstacle? KeptByRequest(GraphEdit edit, AffineSite site)
    {
        var kept = edit.Removals.Select(static removal => removal.Node).FirstOrDefault(node => node != site.Node && filter.Protects(node.Name));
        return kept is null ? null : Obstacle.At(kept, SkipReason.KeptByRequest, "it would become part of the affine, but is kept as asked");
    }

    /// <summary>What goes back from the site's input, and what goes forth from its output.</summary>
    private static (Affine? Back, Affine? Forth) Parts(Affine affine, FoldRoute route) => route switch
    {
        FoldRoute.Backward => (affine, null),
        FoldRoute.Forward => (null, affine),
        FoldRoute.Split => (affine.ScaleOnly, affine.ShiftOnly),
        FoldRoute.StandIn => (affine.ScaleOnly, null),
        FoldRoute.Divided => (null, affine.ScaleOnly),
        _ => (null, null),
    };

    /// <summary>Takes the site out, or puts in its place what is left of it.</summary>
    private static Obstacle? Replace(AffineSite site, FoldRoute route, PlanBuilder plan)
    {
        var (scale, shift) = (site.Affine.Scale, site.Affine.Shift);
        switch (route)
        {
            case FoldRoute.StandIn:
                return Become(site, plan, "Add", shift);
            case FoldRoute.Divided:
                // s·x + t = s·(x + t/s)
                return scale.All(static s => s != 0) ? Become(site, plan, "Add", Coefficients.Zip(shift, scale, static (t, s) => t / s)) : Zero(site);
            case FoldRoute.Lowered:
                if (Become(site, plan, "Mul", scale) is { } obstacle) return obstacle;
                if (StandIn.After(site.Node, site.Type, shift, out var blocked) is not { } insertion) return ((Passage.BlockedPassage)blocked!).Obstacle;
                if (!site.Affine.HasNoShift) plan.Insert(insertion);
                return null;
            default:
                plan.Remove(new(site.Node, site.DataInput));
                return null;
        }
    }

    private static Obstacle Zero(AffineSite site) => Obstacle.At(site.Node, SkipReason.ShiftBlocked, "a scale of 0 can't be divided by");

    /// <summary>The site becomes arithmetic with one constant.</summary>
    private static Obstacle? Become(AffineSite site, PlanBuilder plan, string opType, Coefficients constant)
    {
        var operand = StandIn.Operand(site.Node, site.Type, constant, out var blocked);
        if (operand is null) return ((Passage.BlockedPassage)blocked!).Obstacle;
        NodeRewrite rewrite = new(site.Node) { OpType = opType, InputCount = 1, OutputCount = 1, DropsOtherAttributes = true, Constants = [operand] };
        return plan.TryRewrite(rewrite) ? null : Obstacle.At(site.Node, SkipReason.NotConstant, "its own input is the constant that takes a part of the affine");
    }
}
