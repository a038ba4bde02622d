using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>
/// The interval of a median by resampling (Efron's percentile bootstrap). Rounds of one session share what its memory happened to look
/// like, so sessions are drawn first, and then rounds of each session drawn.
/// </summary>
internal static class Bootstrap
{
    private const int Resamples = 1000;
    private const double Tail = 0.025;

    /// <param name="groups">The ratios, by session; each has at least one.</param>
    /// <param name="seed">With the same one, the same ratios have the same interval.</param>
    public static RatioInterval Interval(IReadOnlyList<double[]> groups, int seed)
    {
        var noise = new Noise(seed);
        var medians = new double[Resamples];
        var drawn = new List<double>();
        for (var resample = 0; resample < Resamples; resample++)
        {
            drawn.Clear();
            for (var i = 0; i < groups.Count; i++)
            {
                var group = groups[noise.Below(groups.Count)];
                for (var j = 0; j < group.Length; j++) drawn.Add(group[noise.Below(group.Length)]);
            }
            medians[resample] = Quantiles.Median(drawn);
        }
        Array.Sort(medians);
        double[] all = [.. groups.SelectMany(group => group)];
        return new(Quantiles.Median(all), Quantiles.At(medians, Tail), Quantiles.At(medians, 1 - Tail));
    }
}
