namespace BnFold.Verification;

/// <summary>How far a value may be from its original: so much, and so much of its range.</summary>
internal readonly record struct Limit(double Absolute, double Relative)
{
    /// <summary>Units in the last place of the range that are allowed; null where the other two rule.</summary>
    public int? Ulps { get; init; }

    /// <summary>Bits of the significand behind the first, of the type that <see cref="Ulps"/> are of.</summary>
    public int Bits { get; init; }

    public double For(double range)
    {
        if (Ulps is not { } ulps) return Absolute + (Relative * range);
        return range == 0 ? 0 : ulps * Math.ScaleB(1, Math.ILogB(range) - Bits);
    }
}
