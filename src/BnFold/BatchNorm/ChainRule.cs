namespace BnFold.BatchNorm;

/// <summary>
/// The derivatives of section 3 of Ioffe and Szegedy 2015, one statement per equation; m is the number of elements per feature.
/// </summary>
internal static class ChainRule
{
    public static BatchNormGradients Backward(
        ReadOnlySpan<double> x, FeatureLayout layout, double[] scale, double epsilon, ReadOnlySpan<double> dy)
    {
        var (mean, variance) = BatchStatistics.Of(x, layout);
        var m = layout.ElementsPerFeature;

        // ∂l/∂β = Σ ∂l/∂y                      ∂l/∂γ = Σ ∂l/∂y · x̂
        // ∂l/∂σ² = Σ ∂l/∂x̂ · (x − µ) · −½ (σ² + ε)^(−3/2)
        // ∂l/∂µ = Σ ∂l/∂x̂ · −1/√(σ² + ε)  +  ∂l/∂σ² · Σ −2 (x − µ) / m
        var dBias = new CompensatedSum[layout.Features];
        var dScale = new CompensatedSum[layout.Features];
        var dVariance = new CompensatedSum[layout.Features];
        var dMean = new CompensatedSum[layout.Features];
        var deviation = new CompensatedSum[layout.Features];
        for (var i = 0; i < x.Length; i++)
        {
            var f = layout.FeatureOf(i);
            var dNormalised = dy[i] * scale[f];
            dBias[f].Add(dy[i]);
            dScale[f].Add(dy[i] * ((x[i] - mean[f]) / Math.Sqrt(variance[f] + epsilon)));
            dVariance[f].Add(dNormalised * (x[i] - mean[f]) * -0.5 * Math.Pow(variance[f] + epsilon, -1.5));
            dMean[f].Add(dNormalised * (-1 / Math.Sqrt(variance[f] + epsilon)));
            deviation[f].Add(-2 * (x[i] - mean[f]) / m);
        }

        // ∂l/∂x = ∂l/∂x̂ · 1/√(σ² + ε)  +  ∂l/∂σ² · 2 (x − µ) / m  +  ∂l/∂µ · 1/m
        var dx = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var f = layout.FeatureOf(i);
            var direct = dy[i] * scale[f] / Math.Sqrt(variance[f] + epsilon);
            var throughVariance = dVariance[f].Value * 2 * (x[i] - mean[f]) / m;
            var throughMean = (dMean[f].Value + (dVariance[f].Value * deviation[f].Value)) / m;
            dx[i] = direct + throughVariance + throughMean;
        }

        return new BatchNormGradients(dx, Values(dScale), Values(dBias));
    }

    private static double[] Values(CompensatedSum[] sums) => Array.ConvertAll(sums, sum => sum.Value);
}
