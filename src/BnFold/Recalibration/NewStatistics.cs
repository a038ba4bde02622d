using BnFold.Onnx;

namespace BnFold.Recalibration;

/// <summary>Stores statistics in the copy that is measured as they come, and in the model itself at the end.</summary>
/// <param name="model">The model itself, which the sites are not of.</param>
/// <param name="sites">The sites, of the copy.</param>
internal sealed class NewStatistics(OnnxModel model, IReadOnlyList<RecalibrationSite> sites)
{
    private readonly Dictionary<RecalibrationSite, StatisticsLeftAlone> _outOfRange = new(ReferenceEqualityComparer.Instance);

    /// <summary>What could not be stored.</summary>
    public IEnumerable<StatisticsLeftAlone> OutOfRange => _outOfRange.Values;

    public bool IsStored(RecalibrationSite site) => !_outOfRange.ContainsKey(site);

    /// <summary>Stores mean and variance of what a node got.</summary>
    /// <exception cref="OnnxFormatException">What it got is not finite, or nothing.</exception>
    public void Store(RecalibrationSite site, BatchNormPopulation found) =>
        Store(site, found, [.. found.Mean], [.. Enumerable.Range(0, site.Features).Select(found.Variance)]);

    /// <summary>Stores other numbers that were made of what a node got.</summary>
    /// <inheritdoc cref="Store(RecalibrationSite, BatchNormPopulation)" path="/exception"/>
    public void Store(RecalibrationSite site, BatchNormPopulation found, double[] mean, double[] variance)
    {
        CheckFinite(site, found);
        if (site.Mean.Round(mean) is { } roundedMean && site.Variance.Round(variance) is { } roundedVariance)
        {
            site.Mean.Store(roundedMean);
            site.Variance.Store(roundedVariance);
            return;
        }
        var largest = mean.Concat(variance).Max(Math.Abs);
        var reason = FormattableString.Invariant($"a statistic would be {largest:g6}, beyond the range of {site.Mean.Type}");
        _outOfRange[site] = new(site.Name, null, reason);
    }

    /// <summary>Gives the model what the copy has.</summary>
    /// <param name="options">Those that the sites were found with.</param>
    public void WriteBack(RecalibrationOptions options)
    {
        foreach (var (site, target) in sites.Zip(SiteSurvey.Of(model, options).Sites))
        {
            if (!IsStored(site)) continue;
            model.Modified |= Write(target.Mean, site.Mean.Values) | Write(target.Variance, site.Variance.Values);
        }
    }

    private static bool Write(StatisticsSlot slot, double[] values)
    {
        if (slot.Values.SequenceEqual(values)) return false;
        slot.Store(values);
        return true;
    }

    private void CheckFinite(RecalibrationSite site, BatchNormPopulation found)
    {
        for (var c = 0; c < site.Features; c++)
        {
            var problem = found switch
            {
                _ when found.NotFinite[c] > 0 =>
                    FormattableString.Invariant($"gets NaN or infinities on this data, {found.NotFinite[c]} in channel {c}"),
                _ when found.Count[c] == 0 => FormattableString.Invariant($"gets nothing on this data in channel {c}"),
                _ => null,
            };
            if (problem is not null) throw new OnnxFormatException(model.Path, site.Node.Title, problem);
        }
    }
}
