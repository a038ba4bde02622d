namespace BnFold.Graphs;

/// <summary>Axes as operators give them: negative ones count from the last.</summary>
internal static class Axes
{
    /// <summary>The axis as an index; null when there is no such axis.</summary>
    public static int? Index(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : null;

    /// <summary>What a left-out list of axes means.</summary>
    public static long[] All(int rank) => [.. Enumerable.Range(0, rank).Select(static i => (long)i)];

    /// <summary>Every axis as an index; null when one doesn't exist.</summary>
    public static int[]? Indices(IEnumerable<long> axes, int rank)
    {
        var indices = new List<int>();
        foreach (var axis in axes)
        {
            if (Index(axis, rank) is not { } index) return null;
            indices.Add(index);
        }
        return [.. indices];
    }
}
