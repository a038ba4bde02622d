namespace BnFold.BatchNorm;

/// <summary>Mean and population variance of a batch, per feature.</summary>
internal sealed record BatchStatistics(double[] Mean, double[] Variance)
{
    /// <summary>
    /// Two passes: the variance sums squares of deviations from the finished mean, so a mean far from zero costs no digits.
    /// No elements: 0/0, so NaN.
    /// </summary>
    public static BatchStatistics Of(ReadOnlySpan<double> x, FeatureLayout layout)
    {
        var sum = new CompensatedSum[layout.Features];
        for (var i = 0; i < x.Length; i++) sum[layout.FeatureOf(i)].Add(x[i]);
        var mean = Divide(sum, layout.ElementsPerFeature);

        var squares = new CompensatedSum[layout.Features];
        for (var i = 0; i < x.Length; i++)
        {
            var f = layout.FeatureOf(i);
            squares[f].Add((x[i] - mean[f]) * (x[i] - mean[f]));
        }

        return new BatchStatistics(mean, Divide(squares, layout.ElementsPerFeature));
    }

    private static double[] Divide(CompensatedSum[] sums, int count) => Array.ConvertAll(sums, sum => sum.Value / count);
}
