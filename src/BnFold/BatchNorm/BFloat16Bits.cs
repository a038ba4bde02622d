namespace BnFold.BatchNorm;

/// <summary>
/// bfloat16 as its 16 bits: the upper half of a float32, so 8 significant bits and float32's range.
/// </summary>
internal static class BFloat16Bits
{
    private const ushort QuietNaN = 0x7FC0;
    private const int MinExponent = -126;
    private const int FractionBits = 7;

    public static double Widen(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);

    /// <summary>
    /// Rounds once, ties to even. By way of float would round twice: a double just above a tie can become the tie.
    /// </summary>
    public static ushort Round(double value)
    {
        if (double.IsNaN(value)) return QuietNaN;
        if (double.IsInfinity(value)) return Upper((float)value);

        // Every step but Math.Round is exact: the unit in the last place is a power of two. What is too large becomes infinite as a float.
        var exponent = Math.Max(Math.ILogB(value), MinExponent);
        var unit = Math.ScaleB(1, exponent - FractionBits);
        return Upper((float)(Math.Round(value / unit, MidpointRounding.ToEven) * unit));
    }

    private static ushort Upper(float value) => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
}
