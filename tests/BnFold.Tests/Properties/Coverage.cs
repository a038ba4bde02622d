using System.Globalization;
using System.Text;
using BnFold.Graphs;
using BnFold.Walk;

namespace BnFold.Tests.Properties;

/// <summary>Which operator gave which answer in which direction, over all folds that were compared.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, int> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _kept = [];

    public void Add(IEnumerable<SiteState> sites)
    {
        foreach (var site in sites)
        {
            if (site is { IsBatchNorm: true, Plan: null }) Kept(site);
            if (site.Plan is { } plan)
            {
                foreach (var node in plan.Path) Count(node.OpType, $"{plan.Route}", Outcome(plan, node));
            }
            Blocked(site.Backward, "Backward");
            Blocked(site.Forward, "Forward");
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder("operator, direction, outcome: times\n");
        foreach (var (cell, count) in _cells) text.AppendLine(CultureInfo.InvariantCulture, $"  {cell,-60} {count,7}");
        text.AppendLine("kept between (the most frequent)");
        foreach (var (pair, count) in _kept.OrderByDescending(static p => p.Value).Take(30)) text.AppendLine(CultureInfo.InvariantCulture, $"  {pair,-60} {count,7}");
        return text.ToString();
    }

    private void Kept(SiteState site)
    {
        var pair = site.Backward is null && site.Forward is null ? $"(unreadable) {site.ToOutcome(new()).Reason}" : $"{Short(site.Backward)} ← → {Short(site.Forward)}";
        _kept[pair] = _kept.GetValueOrDefault(pair) + 1;
    }

    private static string Short(Obstacle? obstacle) => obstacle is null ? "-" : obstacle.OpType is null ? obstacle.Reason.ToString() : $"{obstacle.OpType} {obstacle.Reason}";

    private static string Outcome(FoldPlan plan, Node node) =>
        plan.Edit.Removals.Any(removal => removal.Node == node) ? "composed"
        : plan.Edit.Insertions.Any(insertion => insertion.After == node) ? "absorbed, Add left"
        : plan.Hosts.Contains(node) ? "absorbed"
        : "carried";

    private void Blocked(Obstacle? obstacle, string route)
    {
        if (obstacle is not null) Count(obstacle.OpType ?? "(any)", route, obstacle.Reason.ToString());
    }

    private void Count(string opType, string route, string outcome)
    {
        var cell = $"{opType,-22} {route,-9} {outcome}";
        _cells[cell] = _cells.GetValueOrDefault(cell) + 1;
    }
}
