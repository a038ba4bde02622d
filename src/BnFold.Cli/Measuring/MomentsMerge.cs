using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Measuring;

/// <summary>Makes one of parts that were measured one by one.</summary>
internal static class MomentsMerge
{
    /// <summary>What a user should know about the parts.</summary>
    /// <exception cref="IOException">They can't be merged: of two models, or one part twice.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> paths, IReadOnlyList<MomentsFacts> parts)
    {
        var (first, digest) = (paths[0], parts[0].Model.Sha256);
        foreach (var (path, part) in paths.Zip(parts))
        {
            if (part.Model.Sha256 != digest) throw new IOException($"{path}: is of another model than {first}: their digests differ");
        }
        // Parts of one and the same division; what was measured whole may be any data.
        var divided = paths.Zip(parts).Where(pair => pair.Second.Shards > 1).ToArray();
        if (divided.Select(pair => pair.Second.Shards).Distinct().Count() > 1)
            throw new IOException($"{divided[0].First}: the parts are of different divisions: of {string.Join(", of ", divided.Select(pair => pair.Second.Shards).Distinct())}");
        foreach (var same in divided.GroupBy(pair => pair.Second.Shard).Where(group => group.Count() > 1))
            throw new IOException($"{same.Last().First}: is part {same.Key} of {same.Last().Second.Shards}, and so is {same.First().First}");
        if (divided.Length == 0) return [];
        var count = divided[0].Second.Shards;
        var missing = Enumerable.Range(0, count).Except(divided.Select(pair => pair.Second.Shard)).ToArray();
        return missing.Length == 0 ? [] : [$"{missing.Length} of {count} parts are missing: {string.Join(", ", missing.Take(20))}{(missing.Length > 20 ? ", ..." : "")}"];
    }

    /// <exception cref="IOException">They are not of the same model.</exception>
    public static MomentsFacts Of(IReadOnlyList<string> paths, IReadOnlyList<MomentsFacts> parts)
    {
        try
        {
            var merged = PopulationStatistics.Merge([.. parts.Select(part => part.Population())]);
            return parts[0].With(merged) with { Shard = 0, Shards = 1, Files = parts.Sum(part => part.Files) };
        }
        catch (ArgumentException exception)
        {
            throw new IOException($"{paths[0]}: {exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}", exception);
        }
    }
}
