using System.Numerics;
using BnFold.BatchNorm;

namespace BnFold;

/// <summary>
/// BatchNormalization straight from the specification, in double and slow on purpose: the oracle that folded models are
/// measured against. It shares no code with the folding, so one mistake cannot hide in both.
/// </summary>
/// <remarks>
/// <para>
/// Sources: ONNX operator BatchNormalization of opsets 1, 6, 7, 9, 14 and 15; S. Ioffe and C. Szegedy, <i>Batch Normalization:
/// Accelerating Deep Network Training by Reducing Internal Covariate Shift</i>, 2015 (arXiv 1502.03167), algorithms 1 and 2 and
/// the derivatives of section 3. Where they differ ONNX rules: its running variance averages the population variance, the
/// paper's inference uses m/(m−1) times its mean.
/// </para>
/// <para>
/// The input is [N, C, D1, …, Dn], row-major; a rank 1 input [N] has C = 1 (opset 9). Statistics are per channel over all other
/// axes, or over N alone with parameters per element (<c>spatial = 0</c>); the parameters' length says which, see
/// <see cref="BatchNormParameters"/>. Means and variances are made in two passes with compensated summation
/// (Neumaier). An empty batch gives an empty Y; its mean and variance are 0/0, so NaN.
/// </para>
/// </remarks>
public static class BatchNormReference
{
    /// <summary>Momentum of a node without the attribute: the float32 nearest to 0.9, widened. PyTorch's is 1 minus ONNX's.</summary>
    public const double DefaultMomentum = 0.9f;

    /// <summary>
    /// Inference mode: <c>Y = (X − input_mean) / sqrt(input_var + epsilon) * scale + B</c>. Each element is widened to double and
    /// its result rounded once to <typeparamref name="T"/>, ties to even.
    /// </summary>
    /// <typeparam name="T">Half, float or double, the type of X and Y. For bfloat16 see <see cref="InferBFloat16"/>.</typeparam>
    /// <param name="x">The elements of X, row-major.</param>
    /// <param name="dims">The shape of X; rank 1 or more.</param>
    /// <param name="parameters">Scale, bias, statistics and epsilon.</param>
    /// <returns>The elements of Y, in the shape of X.</returns>
    /// <exception cref="ArgumentException">Shape, number of elements and number of parameters do not fit together.</exception>
    public static T[] Infer<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> dims, BatchNormParameters parameters)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var layout = FeatureLayout.Of(dims, x.Length, parameters.Features);
        var y = new T[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var f = layout.FeatureOf(i);
            y[i] = T.CreateChecked(Y(double.CreateChecked(x[i]), parameters.Mean[f], parameters.Variance[f], f, parameters));
        }

        return y;
    }

    /// <summary>As <see cref="Infer{T}"/>, for bfloat16 given and returned as its 16 bits (the upper half of a float32).</summary>
    /// <inheritdoc cref="Infer{T}" path="/param"/>
    /// <inheritdoc cref="Infer{T}" path="/returns"/>
    /// <inheritdoc cref="Infer{T}" path="/exception"/>
    public static ushort[] InferBFloat16(ReadOnlySpan<ushort> x, ReadOnlySpan<long> dims, BatchNormParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var layout = FeatureLayout.Of(dims, x.Length, parameters.Features);
        var y = new ushort[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var f = layout.FeatureOf(i);
            y[i] = BFloat16Bits.Round(Y(BFloat16Bits.Widen(x[i]), parameters.Mean[f], parameters.Variance[f], f, parameters));
        }

        return y;
    }

    /// <summary>
    /// Training mode: normalises X by its own mean and population variance (algorithm 1) and updates the running statistics,
    /// <c>running = input * momentum + current * (1 − momentum)</c>.
    /// </summary>
    /// <param name="x">The elements of X, row-major.</param>
    /// <param name="dims">The shape of X; rank 1 or more.</param>
    /// <param name="parameters">Scale, bias and epsilon; the statistics are the ones before this batch.</param>
    /// <param name="momentum">Share of the old running statistics that stays; a float32 attribute, so give that float, widened.</param>
    /// <exception cref="ArgumentException">Shape, number of elements and number of parameters do not fit together.</exception>
    public static BatchNormTraining Train(
        ReadOnlySpan<double> x, ReadOnlySpan<long> dims, BatchNormParameters parameters, double momentum = DefaultMomentum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var layout = FeatureLayout.Of(dims, x.Length, parameters.Features);
        var batch = BatchStatistics.Of(x, layout);
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var f = layout.FeatureOf(i);
            y[i] = Y(x[i], batch.Mean[f], batch.Variance[f], f, parameters);
        }

        return new BatchNormTraining(
            y,
            batch.Mean,
            batch.Variance,
            Running(parameters.Mean, batch.Mean, momentum),
            Running(parameters.Variance, batch.Variance, momentum),
            Array.ConvertAll(batch.Variance, variance => 1 / Math.Sqrt(variance + parameters.Epsilon)));
    }

    /// <summary>
    /// As the other overload, for the types of ONNX: each element is widened to double, all is computed there, and Y is rounded once. So
    /// the statistics are those of the elements as given, and none overflows, which is why opset 15 asks for float where the type is half.
    /// </summary>
    /// <typeparam name="T">Half, float or double, the type of X and Y. For bfloat16 see <see cref="TrainBFloat16"/>.</typeparam>
    /// <param name="x">The elements of X, row-major.</param>
    /// <param name="dims">The shape of X; rank 1 or more.</param>
    /// <param name="parameters">Scale, bias and epsilon; the statistics are the ones before this batch.</param>
    /// <param name="y">Gets the elements of Y, rounded; as long as <paramref name="x"/>.</param>
    /// <param name="momentum">Share of the old running statistics that stays; a float32 attribute, so give that float, widened.</param>
    /// <returns>The same in double; its statistics are to be rounded to their own type, which since opset 15 may be another.</returns>
    /// <exception cref="ArgumentException">Shape, numbers of elements and number of parameters do not fit together.</exception>
    public static BatchNormTraining Train<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<long> dims, BatchNormParameters parameters, Span<T> y, double momentum = DefaultMomentum)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(x.Length, y.Length);
        var wide = new double[x.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = double.CreateChecked(x[i]);
        var training = Train(wide, dims, parameters, momentum);
        for (var i = 0; i < y.Length; i++) y[i] = T.CreateChecked(training.Y[i]);
        return training;
    }

    /// <summary>As <see cref="Train{T}"/>, for bfloat16 given and returned as its 16 bits (the upper half of a float32).</summary>
    /// <inheritdoc cref="Train{T}" path="/param"/>
    /// <inheritdoc cref="Train{T}" path="/returns"/>
    /// <inheritdoc cref="Train{T}" path="/exception"/>
    public static BatchNormTraining TrainBFloat16(
        ReadOnlySpan<ushort> x, ReadOnlySpan<long> dims, BatchNormParameters parameters, Span<ushort> y, double momentum = DefaultMomentum)
    {
        RequireLength(x.Length, y.Length);
        var wide = new double[x.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = BFloat16Bits.Widen(x[i]);
        var training = Train(wide, dims, parameters, momentum);
        for (var i = 0; i < y.Length; i++) y[i] = BFloat16Bits.Round(training.Y[i]);
        return training;
    }

    /// <summary>
    /// Gradients of training mode, by the chain rule of the paper's section 3: Y also depends on X through the batch's mean and variance.
    /// </summary>
    /// <param name="x">The elements of X, row-major.</param>
    /// <param name="dims">The shape of X; rank 1 or more.</param>
    /// <param name="parameters">Scale and epsilon count; bias and running statistics have no part in the gradients.</param>
    /// <param name="dy">∂loss/∂Y, in the shape of X.</param>
    /// <exception cref="ArgumentException">Shape, numbers of elements and number of parameters do not fit together.</exception>
    public static BatchNormGradients Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<long> dims, BatchNormParameters parameters, ReadOnlySpan<double> dy)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var layout = FeatureLayout.Of(dims, x.Length, parameters.Features);
        if (dy.Length != x.Length) throw new ArgumentException($"dy has {dy.Length} elements, x has {x.Length}", nameof(dy));
        return ChainRule.Backward(x, layout, parameters.Scale, parameters.Epsilon, dy);
    }

    /// <summary>Inference mode, one element of a feature, not rounded.</summary>
    internal static double Infer(double x, int feature, BatchNormParameters parameters) =>
        Y(x, parameters.Mean[feature], parameters.Variance[feature], feature, parameters);

    private static void RequireLength(int expected, int found)
    {
        if (found != expected) throw new ArgumentException(FormattableString.Invariant($"y has {found} elements, x has {expected}"));
    }

    private static double Y(double x, double mean, double variance, int f, BatchNormParameters p) =>
        ((x - mean) / Math.Sqrt(variance + p.Epsilon) * p.Scale[f]) + p.Bias[f];

    private static double[] Running(double[] input, double[] current, double momentum)
    {
        var running = new double[input.Length];
        for (var f = 0; f < running.Length; f++) running[f] = (input[f] * momentum) + (current[f] * (1 - momentum));
        return running;
    }
}
