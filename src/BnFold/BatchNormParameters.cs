namespace BnFold;

/// <summary>
/// The constants of one BatchNormalization: four vectors of equal length and epsilon. The length says which statistics are
/// meant: C, one per channel; or C·D1·…·Dn, one per element of a sample, which is <c>spatial = 0</c> of opsets 1 to 8.
/// Where both lengths agree, so do both meanings.
/// </summary>
/// <remarks>
/// Values are not judged: an infinite scale or a negative variance gives what IEEE arithmetic makes of it. Only
/// <see cref="Epsilon"/> can be changed by <c>with</c>. Two records are equal only if they share their arrays.
/// </remarks>
public sealed record BatchNormParameters
{
    /// <summary>Epsilon of a node without the attribute: the float32 nearest to 10⁻⁵, widened.</summary>
    public const double DefaultEpsilon = 1e-5f;

    /// <summary>Takes the four vectors as they are, without copying.</summary>
    /// <param name="scale">Input 1, <c>scale</c>: γ of the paper.</param>
    /// <param name="bias">Input 2, <c>B</c>: β of the paper.</param>
    /// <param name="mean">Input 3, <c>input_mean</c>: the running mean; training mode reads it only to update it.</param>
    /// <param name="variance">Input 4, <c>input_var</c>: the running variance; training mode reads it only to update it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BatchNormParameters(double[] scale, double[] bias, double[] mean, double[] variance)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(bias);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        RequireLength(scale.Length, bias, nameof(bias));
        RequireLength(scale.Length, mean, nameof(mean));
        RequireLength(scale.Length, variance, nameof(variance));
        (Scale, Bias, Mean, Variance) = (scale, bias, mean, variance);
    }

    /// <summary>Multiplies the normalised value (γ).</summary>
    public double[] Scale { get; }

    /// <summary>Added last (β); the operator's input <c>B</c>.</summary>
    public double[] Bias { get; }

    /// <summary>The running mean, subtracted in inference mode.</summary>
    public double[] Mean { get; }

    /// <summary>The running variance (not the standard deviation), divided by in inference mode.</summary>
    public double[] Variance { get; }

    /// <summary>
    /// Added to the variance. ONNX stores it as float32: give that float, widened (<c>1e-3f</c>, not <c>1e-3</c>).
    /// Default: <see cref="DefaultEpsilon"/>.
    /// </summary>
    public double Epsilon { get; init; } = DefaultEpsilon;

    /// <summary>The common length of the four vectors: C, or C·D1·…·Dn for <c>spatial = 0</c>.</summary>
    public int Features => Scale.Length;

    private static void RequireLength(int expected, double[] vector, string name)
    {
        if (vector.Length == expected) return;
        throw new ArgumentException($"scale has {expected} elements, {name} has {vector.Length}; all four must be equally long", name);
    }
}
