namespace BnFold.Benchmarking;

/// <summary>Quantiles of samples, with linear interpolation between neighbours.</summary>
internal static class Quantiles
{
    public static TimeQuantiles Of(IReadOnlyCollection<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return new(sorted.Length, At(sorted, 0.5), At(sorted, 0.05), At(sorted, 0.95), At(sorted, 0.99));
    }

    public static double Median(IReadOnlyCollection<double> values) => At([.. values.Order()], 0.5);

    /// <param name="sorted">At least one value, in ascending order.</param>
    /// <param name="share">From 0, the least, to 1, the largest.</param>
    public static double At(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
