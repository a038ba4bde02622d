using System.Globalization;
using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>Integers with the sign of each channel's distance from its zero point turned (−1), taken away (0) or left (1).</summary>
internal sealed class MirroredPayload(Constant source, int[] signs, double[] zeroPoints, long run) : NumericPayload(source.Type)
{
    private const int Chunk = 1 << 13;

    public override long Length => source.Payload.Length;

    public override void ReadDoubles(long first, Span<double> destination)
    {
        source.ReadDoubles(first, destination);
        for (var i = 0; i < destination.Length; i++)
        {
            var channel = (int)((first + i) / run % signs.Length);
            destination[i] = zeroPoints[channel] + signs[channel] * (destination[i] - zeroPoints[channel]);
        }
    }

    /// <summary>The first integer that would leave the range of its type, in words; null when none does.</summary>
    public string? OutOfRange()
    {
        var (low, high) = Range(source.Type);
        var numbers = new double[Chunk];
        for (var first = 0L; first < source.Count; first += Chunk)
        {
            var chunk = numbers.AsSpan(0, (int)Math.Min(Chunk, source.Count - first));
            ReadDoubles(first, chunk);
            var index = chunk.IndexOfAnyExceptInRange(low, high);
            if (index < 0) continue;
            var channel = (first + index) / run % signs.Length;
            return string.Create(CultureInfo.InvariantCulture, $"channel {channel} is scaled by a negative number, which would make {chunk[index]} of the integer {2 * zeroPoints[channel] - chunk[index]}, beyond the range of {source.Type}");
        }
        return null;
    }

    private static (double Low, double High) Range(ElementType type)
    {
        var bits = TensorCodec.BitSize(type);
        var isUnsigned = type is ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;
        return isUnsigned ? (0, Math.Pow(2, bits) - 1) : (-Math.Pow(2, bits - 1), Math.Pow(2, bits - 1) - 1);
    }
}
