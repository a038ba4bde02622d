namespace BnFold;

/// <summary>What BatchNormalization gives in training mode, in double. Every vector is as long as the parameters.</summary>
/// <param name="Y">The input normalised by its own statistics, in the input's shape.</param>
/// <param name="BatchMean">Mean of the batch, µ_B of the paper; <c>current_mean</c> of opsets 14 and 15.</param>
/// <param name="BatchVariance">
/// Population variance of the batch (divided by the number of elements, not one less), σ²_B of the paper; <c>current_var</c>.
/// </param>
/// <param name="RunningMean">Output 1 in every opset: input mean · momentum + batch mean · (1 − momentum).</param>
/// <param name="RunningVariance">Output 2 in every opset: input variance · momentum + batch variance · (1 − momentum).</param>
/// <param name="InverseStandardDeviation">1 / √(batch variance + epsilon), the factor that made <paramref name="Y"/>.</param>
public sealed record BatchNormTraining(
    double[] Y,
    double[] BatchMean,
    double[] BatchVariance,
    double[] RunningMean,
    double[] RunningVariance,
    double[] InverseStandardDeviation)
{
    /// <summary>Output 3, <c>saved_mean</c>, of opsets 1 to 13: the mean of the batch.</summary>
    public double[] SavedMean => BatchMean;

    /// <summary>
    /// Output 4, <c>saved_var</c>, of opsets 1 to 13, read by its name: the population variance of the batch. ONNX says only that
    /// it speeds up the gradient, and its backend test data took this reading while there was such an output.
    /// </summary>
    public double[] SavedVariance => BatchVariance;

    /// <summary>
    /// Output 4, <c>saved_var</c>, as ONNX Runtime's kernels for opsets 7 to 13 and cuDNN fill it: the inverse standard
    /// deviation, epsilon included.
    /// </summary>
    public double[] SavedInverseStandardDeviation => InverseStandardDeviation;
}
