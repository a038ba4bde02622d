namespace BnFold.Verification;

/// <summary>How far a value may be from its original: so much, and so much of its range.</summary>
internal readonly record struct Limit(double Absolute, double Relative)
{
    public double For(double range) => Absolute + (Relative * range);
}
