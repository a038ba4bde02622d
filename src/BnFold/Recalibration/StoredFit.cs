using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>
/// Holds stored statistics against what was seen, and allows for their rounding: beside a small σ, that of a large mean is far.
/// </summary>
internal static class StoredFit
{
    /// <inheritdoc cref="RecalibratedNode.Fits"/>
    public static bool IsWithin(RecalibratedNode node, double tolerance)
    {
        if (node.After.Population is not { Stored: { } stored } seen) return false;
        var format = FloatFormat.Of(Enum.Parse<ElementType>(node.Type));
        return Enumerable.Range(0, stored.Features).Except(node.Kept).All(IsClose);

        // Without a division, so that σ = 0 is no case of its own; what is NaN is close to nothing.
        bool IsClose(int channel)
        {
            var (mean, variance) = (stored.Mean[channel], stored.Variance[channel]);
            var deviation = Math.Sqrt(variance + stored.Epsilon);
            var shift = Math.Abs(seen.Mean[channel] - mean);
            var spread = Math.Abs(Math.Sqrt(seen.Variance(channel) + stored.Epsilon) - deviation);
            return shift <= (tolerance * deviation) + HalfStep(format, mean)
                && spread * deviation <= (tolerance * deviation * deviation) + HalfStep(format, variance);
        }
    }

    private static double HalfStep(FloatFormat format, double stored)
    {
        var exponent = stored == 0 ? format.MinExponent : Math.Max(Math.ILogB(stored), format.MinExponent);
        return Math.ScaleB(1, exponent - format.Bits - 1);
    }
}
