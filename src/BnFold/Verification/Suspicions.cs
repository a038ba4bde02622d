using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Looks at the statistics of a BatchNormalization.</summary>
internal static class Suspicions
{
    private const double Tiny = 1e-7;
    private const double High = 100;

    /// <param name="parameters">The parameters.</param>
    /// <param name="type">The element type that the variance is stored in.</param>
    public static IReadOnlyList<BatchNormSuspicion> Of(BatchNormParameters parameters, ElementType type)
    {
        var p = parameters;
        var smallest = FloatFormat.Of(type).SmallestNormal;
        return
        [
            .. Find(p, BatchNormSuspicionKind.NotFinite, NotFinite, value => !double.IsFinite(value)),
            .. Find(p, BatchNormSuspicionKind.NegativeVariance, c => p.Variance[c], value => value < 0),
            .. Find(p, BatchNormSuspicionKind.DenormalVariance, c => p.Variance[c], value => value > 0 && value < smallest),
            .. Find(p, BatchNormSuspicionKind.TinyVariance, c => p.Variance[c] + p.Epsilon, value => value < Tiny),
            .. Find(p, BatchNormSuspicionKind.DeadChannel, c => p.Scale[c], value => value == 0),
            .. Find(p, BatchNormSuspicionKind.NegativeScale, c => p.Scale[c], value => value < 0),
            .. Find(p, BatchNormSuspicionKind.HighGain, c => Math.Abs(p.Scale[c] / Math.Sqrt(p.Variance[c] + p.Epsilon)), value => value > High),
        ];

        // The first of the four that is not; any other number says that all are.
        double NotFinite(int c) => new[] { p.Scale[c], p.Bias[c], p.Mean[c], p.Variance[c] }.FirstOrDefault(value => !double.IsFinite(value));
    }

    private static IEnumerable<BatchNormSuspicion> Find(
        BatchNormParameters parameters, BatchNormSuspicionKind kind, Func<int, double> valueOf, Func<double, bool> isSuspicious)
    {
        int[] channels = [.. Enumerable.Range(0, parameters.Features).Where(c => isSuspicious(valueOf(c)))];
        if (channels.Length > 0) yield return new(kind, channels.Length, channels[0], valueOf(channels[0]));
    }
}
