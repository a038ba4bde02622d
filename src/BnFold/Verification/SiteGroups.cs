namespace BnFold.Verification;

/// <summary>Divides sites into groups whose values fit into memory together. Each group costs a run of the original.</summary>
internal static class SiteGroups
{
    /// <summary>The groups, in order; a site too large for the limit has one of its own.</summary>
    public static IReadOnlyList<IReadOnlyList<Site>> Of(IReadOnlyList<Site> sites, CommonValues values, long limit)
    {
        var groups = new List<List<Site>>();
        var held = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var site in sites)
        {
            var needed = Needed(site, values, held);
            if (groups.Count == 0 || bytes + needed > limit)
            {
                groups.Add([]);
                held.Clear();
                bytes = 0;
                needed = Needed(site, values, held);
            }
            groups[^1].Add(site);
            held.UnionWith(site.Reads);
            held.Add(site.Value);
            bytes += needed;
        }
        return groups;
    }

    // The witness as both make it of both, and what it is made of, captured and as noise.
    private static long Needed(Site site, CommonValues values, HashSet<string> held)
    {
        var added = site.Reads.Append(site.Value).Where(name => !held.Contains(name));
        return 2 * (values.EstimateBytes(site.Value) + added.Sum(values.EstimateBytes));
    }
}
