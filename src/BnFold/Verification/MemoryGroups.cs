namespace BnFold.Verification;

/// <summary>Divides work into parts that fit into memory one after another.</summary>
internal static class MemoryGroups
{
    /// <summary>The groups, in order; an item too large for the limit has one of its own.</summary>
    public static IEnumerable<IReadOnlyList<T>> Of<T>(IEnumerable<T> items, Func<T, long> bytesOf, long limit)
    {
        var group = new List<T>();
        long held = 0;
        foreach (var item in items)
        {
            var bytes = bytesOf(item);
            if (group.Count > 0 && held + bytes > limit)
            {
                yield return group;
                (group, held) = ([], 0);
            }
            group.Add(item);
            held += bytes;
        }
        if (group.Count > 0) yield return group;
    }
}
