using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>Folds site after site, each kind of attempt to a fixpoint before the next, so that no early half-measure blocks a full fold.</summary>
internal sealed class FoldLoop(GraphView view, FoldOptions options, CancellationToken cancellation)
{
    private static readonly Attempt[] _attempts =
    [
        new(FoldRoute.Backward), new(FoldRoute.Backward) { OfArithmetic = true },
        new(FoldRoute.Forward), new(FoldRoute.Forward) { OfArithmetic = true },
        new(FoldRoute.Split),
        // What arithmetic is left goes into a BatchNormalization that stays.
        new(FoldRoute.Backward) { OfArithmetic = true, IntoBatchNorm = true }, new(FoldRoute.Forward) { OfArithmetic = true, IntoBatchNorm = true },
        new(FoldRoute.StandIn), new(FoldRoute.Divided), new(FoldRoute.Lowered),
    ];

    private readonly StandInPolicy _standIns = new(options.StandIns);
    private readonly AffineWalk _full = new(new(StandIns.Never), new(options));
    private readonly AffineWalk _withStandIns = new(new(options.StandIns), new(options));
    private readonly NameFilter _filter = new(options);
    private readonly FoldRecorder _recorder = new(view, options);

    /// <summary>What the constants of the hosts were and are; empty unless asked for.</summary>
    public IReadOnlyList<WeightChange> Weights => _recorder.Weights();

    /// <summary>Sums of parallel branches that became one Conv.</summary>
    public int MergedSums { get; private set; }

    /// <summary>Of patterns that match neither a BatchNormalization nor arithmetic, most likely mistyped.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The BatchNormalizations first, then the arithmetic that was folded.</summary>
    public IReadOnlyList<SiteState> Run()
    {
        var finder = new SiteFinder(view);
        SiteState[] sites = [.. finder.BatchNormalizations().Select(static n => new SiteState(n))];
        if (options.Only.Count + options.Keep.Count > 0) Warnings = Unmatched([.. sites.Select(static s => s.Node), .. finder.Arithmetic()]);
        List<SiteState> open = [.. sites.Where(IsWanted)];
        var arithmetic = new List<SiteState>();
        int edits;
        do
        {
            // What a later attempt changed may open a way for an earlier one, and a stand-in is arithmetic itself.
            edits = view.Edits;
            arithmetic.AddRange(Round(open));
        }
        while (view.Edits != edits);
        return [.. sites, .. arithmetic];
    }

    private string[] Unmatched(IReadOnlyList<Node> nodes) =>
        [.. _filter.Unmatched([.. nodes.Select(static n => n.Name)]).Select(static p => $"the pattern '{p}' matches no node that could be folded")];

    /// <summary>Makes every attempt once, each to its fixpoint; returns the arithmetic that went.</summary>
    private IEnumerable<SiteState> Round(List<SiteState> batchNorms)
    {
        List<SiteState> arithmetic = [];
        if (!options.BatchNormOnly) arithmetic.AddRange(new SiteFinder(view).Arithmetic().Select(static n => new SiteState(n)).Where(IsWanted));
        List<SiteState> open = [.. arithmetic];
        foreach (var attempt in _attempts)
        {
            var sites = attempt.OfArithmetic ? open : batchNorms;
            while (sites.RemoveAll(site => TryFold(site, attempt)) > 0)
            {
            }
            // When the branches have taken in what they can, and before what is left goes elsewhere.
            if (attempt is { Route: FoldRoute.Backward, OfArithmetic: true, IntoBatchNorm: false } && options.MergeBranches) Merge(batchNorms);
        }
        return arithmetic.Where(static site => site.Plan is not null);
    }

    private void Merge(List<SiteState> open)
    {
        var merge = new BranchMerge(view, open.Select(s => s.Node).ToHashSet(), _recorder);
        var merged = merge.Run();
        MergedSums += merge.Sums;
        foreach (var site in open) site.Plan = merged.GetValueOrDefault(site.Node);
    }

    private bool IsWanted(SiteState site)
    {
        if (_filter.Keeps(site.Node.Name))
            site.Unreadable(new(SkipReason.KeptByRequest, "kept as asked"));
        else if (options.OutOfRange.Contains(site.Node.Name))
            site.Unreadable(new(SkipReason.NotFinite, "a folded weight would leave the range of its element type"));
        else
            return true;
        return false;
    }

    /// <summary>True when the site needs no further attempt: it is folded, or was composed away with another.</summary>
    private bool TryFold(SiteState state, Attempt attempt)
    {
        cancellation.ThrowIfCancellationRequested();
        if (state.Node.IsRemoved) return true;
        if (!AffineSite.TryRead(state.Node, out var site, out var obstacle))
        {
            state.Unreadable(obstacle);
            return false;
        }
        state.Channels = site.Channels;
        var route = attempt.Route;
        if (!_standIns.Allows(route, view, site.Affine.Rank)) return false;
        if (route is FoldRoute.Split or FoldRoute.StandIn or FoldRoute.Divided && (site.Affine.HasNoScale || site.Affine.HasNoShift)) return false;

        var walk = route is FoldRoute.StandIn or FoldRoute.Divided ? _withStandIns : _full;
        var plan = walk.Find(site, route, attempt.Wants, out obstacle);
        if (route is FoldRoute.StandIn) plan ??= walk.Find(site, FoldRoute.Forward, attempt.Wants, out _);
        if (plan is null)
        {
            state.Stopped(route, obstacle);
            return false;
        }
        state.Plan = _recorder.Apply(state.Node, plan);
        return true;
    }
}
