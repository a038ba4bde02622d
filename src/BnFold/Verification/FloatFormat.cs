using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>A binary floating-point type by its numbers.</summary>
/// <param name="Bits">Bits of the significand behind the first.</param>
/// <param name="MinExponent">Exponent of the smallest normal number.</param>
/// <param name="MaxExponent">Exponent of the largest.</param>
internal readonly record struct FloatFormat(int Bits, int MinExponent, int MaxExponent)
{
    /// <summary>Largest relative error of a rounding.</summary>
    public double Roundoff => Math.ScaleB(1, -Bits - 1);

    public double SmallestNormal => Math.ScaleB(1, MinExponent);

    public double Smallest => Math.ScaleB(1, MinExponent - Bits);

    public double Largest => (2 - Math.ScaleB(1, -Bits)) * Math.ScaleB(1, MaxExponent);

    public static FloatFormat Of(ElementType type) => type switch
    {
        ElementType.Double => new(52, -1022, 1023),
        ElementType.Float16 => new(10, -14, 15),
        ElementType.BFloat16 => new(7, -126, 127),
        _ => new(23, -126, 127),
    };

    /// <summary>How many numbers of the type lie between two of its finite numbers, one of them counted.</summary>
    public long Distance(double one, double two) => Math.Abs(Ordinal(one) - Ordinal(two));

    private long Ordinal(double value)
    {
        var magnitude = Math.Abs(value);
        var exponent = Math.Max(magnitude == 0 ? MinExponent : Math.ILogB(magnitude), MinExponent);
        var steps = (long)Math.ScaleB(magnitude, Bits - exponent) + ((long)(exponent - MinExponent) << Bits);
        return value < 0 ? -steps : steps;
    }
}
