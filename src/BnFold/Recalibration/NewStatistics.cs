using BnFold.Onnx;
using BnFold.Statistics;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>Stores statistics in the copy that is measured as they come, and in the model itself at the end.</summary>
/// <param name="model">The model itself, which the sites are not of.</param>
/// <param name="sites">The sites, of the copy.</param>
internal sealed class NewStatistics(OnnxModel model, IReadOnlyList<RecalibrationSite> sites)
{
    private const double MaxCollapse = 1e4;

    private readonly Dictionary<RecalibrationSite, StatisticsLeftAlone> _leftAlone = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RecalibrationSite, IReadOnlyList<int>> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>What could not be stored.</summary>
    public IEnumerable<StatisticsLeftAlone> LeftAlone => _leftAlone.Values;

    public bool IsStored(RecalibrationSite site) => !_leftAlone.ContainsKey(site);

    /// <summary>Channels of a node that keep what they had.</summary>
    public IReadOnlyList<int> Kept(RecalibrationSite site) => _kept.GetValueOrDefault(site, []);

    /// <summary>Stores mean and variance of what a node got, but for channels that got one number throughout.</summary>
    /// <exception cref="OnnxFormatException">What it got is not finite, or nothing.</exception>
    public void Store(RecalibrationSite site, BatchNormPopulation found)
    {
        CheckFinite(site, found);
        double[] variance = [.. Enumerable.Range(0, site.Features).Select(found.Variance)];
        Store(site, [.. found.Mean], variance, [.. Constant(site, found)]);
    }

    /// <summary>Stores what batch after batch came to, with the same exception.</summary>
    /// <inheritdoc cref="Store(RecalibrationSite, BatchNormPopulation)" path="/exception"/>
    public void Store(RecalibrationSite site, BatchNormPopulation found, RunningAverage running)
    {
        CheckFinite(site, found);
        if (running.IsMoved) Store(site, [.. running.Mean], [.. running.Variance], [.. Constant(site, found)]);
        else _leftAlone[site] = new(site.Name, null, "a batch has one number for a channel, which tells no variance");
    }

    /// <summary>Gives the model what the copy has.</summary>
    /// <param name="options">Those that the sites were found with.</param>
    public void WriteBack(RecalibrationOptions options)
    {
        var targets = SiteSurvey.Of(model, options).Sites.ToDictionary(target => target.Node.Output[0], StringComparer.Ordinal);
        foreach (var site in sites.Where(IsStored))
        {
            var (mean, variance) = targets.TryGetValue(site.Node.Output[0], out var target)
                ? (target.Mean, target.Variance)
                : (Given(site.Node.Input[3], site.Mean), Given(site.Node.Input[4], site.Variance));
            model.Modified |= Write(mean, site.Mean.Values) | Write(variance, site.Variance.Values);
        }
    }

    /// <summary>Where an initializer lies that the main graph gives to a function.</summary>
    private StatisticsSlot Given(string name, StatisticsSlot slot)
    {
        var tensor = model.Proto.Graph.Initializer.Single(tensor => tensor.Name == name);
        return new(tensor, slot.Type, Numbers.Of(model, tensor));
    }

    /// <summary>
    /// A variance of 0 would blow up by 1/√ε whatever else comes, so it is no estimate; nor is one of rounding where the old was far larger.
    /// Better than none it is: what isn't a number is not kept.
    /// </summary>
    private static IEnumerable<int> Constant(RecalibrationSite site, BatchNormPopulation found) =>
        Enumerable.Range(0, site.Features).Where(channel => double.IsFinite(site.Mean.Values[channel]) && double.IsFinite(site.Variance.Values[channel])
            && (found.Variance(channel) == 0 || (site.Variance.Values[channel] > MaxCollapse * found.Variance(channel)
                && DriftReport.IsConstant(found, found.Stored!, channel))));

    private void Store(RecalibrationSite site, double[] mean, double[] variance, int[] kept)
    {
        if (kept.Length == site.Features)
        {
            _leftAlone[site] = new(site.Name, null, "every channel got the same number throughout, which tells no variance");
            return;
        }
        foreach (var channel in kept) (mean[channel], variance[channel]) = (site.Mean.Values[channel], site.Variance.Values[channel]);
        if (site.Mean.Round(mean) is { } roundedMean && site.Variance.Round(variance) is { } roundedVariance)
        {
            site.Mean.Store(roundedMean);
            site.Variance.Store(roundedVariance);
            _kept[site] = kept;
            return;
        }
        // NaN is larger than anything here, which Math.Max says and Enumerable.Max does not.
        var largest = mean.Concat(variance).Select(Math.Abs).Aggregate(Math.Max);
        var reason = double.IsNaN(largest)
            ? "a statistic would be no number, as it is now"
            : FormattableString.Invariant($"a statistic would be {largest:g6}, beyond the range of {site.Mean.Type}");
        _leftAlone[site] = new(site.Name, null, reason);
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
