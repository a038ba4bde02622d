namespace BnFold.Statistics;

/// <summary>Makes one of statistics over parts of the data.</summary>
internal static class PartMerge
{
    /// <exception cref="ArgumentException">There is no part, or they are not of the same model.</exception>
    public static PopulationStatistics Of(IReadOnlyList<PopulationStatistics> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("There is nothing to merge.", nameof(parts));
        var first = parts[0];
        foreach (var part in parts)
        {
            if (!part.Nodes.Select(Identity).SequenceEqual(first.Nodes.Select(Identity)) || !part.Nodes.Zip(first.Nodes).All(SameStored))
                throw new ArgumentException("The parts are not of the same model.", nameof(parts));
        }
        return first with
        {
            OnnxRuntimeVersion = parts.Select(part => part.OnnxRuntimeVersion).FirstOrDefault(version => version is not null),
            Samples = parts.Sum(part => part.Samples),
            LeftOut = parts.Sum(part => part.LeftOut),
            SkippedCount = parts.Sum(part => part.SkippedCount),
            Skipped = [.. parts.SelectMany(part => part.Skipped).Take(100)],
            Nodes = [.. first.Nodes.Select((node, index) => Merged(node, [.. parts.Select(part => part.Nodes[index])]))],
        };
    }

    /// <summary>The moments in the form of a report.</summary>
    public static BatchNormPopulation With(this BatchNormPopulation node, Moments moments) => node with
    {
        Count = moments.Count,
        Mean = moments.Mean,
        SquaredDeviations = moments.SquaredDeviations,
        NotFinite = moments.NotFinite,
    };

    private static BatchNormPopulation Merged(BatchNormPopulation node, IReadOnlyList<BatchNormPopulation> parts)
    {
        if (node.NotMeasured is not null) return node;
        var moments = new Moments(node.Count.Count);
        foreach (var part in parts) moments.Merge(Of(part));
        return node.With(moments);
    }

    private static Moments Of(BatchNormPopulation node)
    {
        var moments = new Moments(node.Count.Count);
        for (var c = 0; c < moments.Channels; c++)
        {
            (moments.Count[c], moments.Mean[c]) = (node.Count[c], node.Mean[c]);
            (moments.SquaredDeviations[c], moments.NotFinite[c]) = (node.SquaredDeviations[c], node.NotFinite[c]);
        }
        return moments;
    }

    private static (string Node, string? Inside, bool IsMeasured, int Channels) Identity(BatchNormPopulation node) =>
        (node.Node, node.Inside, node.NotMeasured is null, node.Count.Count);

    private static bool SameStored((BatchNormPopulation One, BatchNormPopulation Other) pair)
    {
        if (pair.One.Stored is not { } one || pair.Other.Stored is not { } other) return pair.One.Stored == pair.Other.Stored;
        return one.Epsilon.Equals(other.Epsilon) && one.Mean.SequenceEqual(other.Mean) && one.Variance.SequenceEqual(other.Variance)
            && one.Scale.SequenceEqual(other.Scale) && one.Bias.SequenceEqual(other.Bias);
    }
}
