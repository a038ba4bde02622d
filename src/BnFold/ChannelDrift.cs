namespace BnFold;

/// <summary>
/// How far what a channel gets is from what is stored for it, in units of the standard deviation √(variance + ε) that it is divided by.
/// ε is added to both variances, so that a channel without any stays comparable.
/// </summary>
/// <param name="Channel">The channel, counted from 0.</param>
/// <param name="MeanShift">(observed mean − stored mean) / σ stored: the mean that comes out where 0 was meant.</param>
/// <param name="VarianceRatio">(observed variance + ε) / (stored variance + ε): the variance that comes out where 1 was meant.</param>
public readonly record struct ChannelDrift(int Channel, double MeanShift, double VarianceRatio)
{
    /// <summary>
    /// The 2-Wasserstein distance between the normal distributions of these means and variances, in σ stored:
    /// √(shift² + (√ratio − 1)²). The distance by which the normalised numbers have moved.
    /// </summary>
    public double Distance => Math.Sqrt((MeanShift * MeanShift) + ((Math.Sqrt(VarianceRatio) - 1) * (Math.Sqrt(VarianceRatio) - 1)));

    /// <summary>The Kullback-Leibler divergence of the observed normal distribution from the stored one, in nats: (ratio − 1 − ln ratio + shift²) / 2.</summary>
    public double Divergence => 0.5 * (VarianceRatio - 1 - Math.Log(VarianceRatio) + (MeanShift * MeanShift));
}
