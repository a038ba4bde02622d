namespace BnFold.Graphs.Inference;

/// <summary>
/// One element of a small tensor that shapes are computed from: an integer, symbolic or known, a fraction such as a scale, or unknown.
/// Integers in a floating-point tensor are those below 2^24, which every runtime computes with exactly.
/// </summary>
internal readonly record struct Scalar(Dim? Integer, double? Fraction = null)
{
    public const long ExactFloats = 1 << 24;

    public static Scalar Unknown => default;

    public double? Number => Fraction ?? Integer?.Size;

    public static Scalar Of(Dim? integer) => new(integer);

    public static Scalar Of(double number)
    {
        if (Math.Abs(number) < ExactFloats && Math.Floor(number) == number) return new((Dim)(long)number);
        return double.IsFinite(number) ? new(null, number) : Unknown;
    }

    public static Scalar Of(bool condition) => new((Dim)(condition ? 1 : 0));

    /// <summary>Unknown where it is an integer larger than that, or as far below zero.</summary>
    public Scalar Within(long limit) => Integer?.Size is { } size && (size > limit || size < -limit) ? Unknown : this;

    /// <summary>Rounded to an integer; unknown where the last bits of a fraction would decide, which depend on the precision it is computed in.</summary>
    public Scalar Round(Func<double, double> rounding)
    {
        if (Fraction is not { } number) return this;
        var slack = Math.Abs(number) * 1e-5;
        var rounded = rounding(number);
        var isSafe = Math.Abs(number) < ExactFloats && rounding(number - slack) == rounded && rounding(number + slack) == rounded;
        return isSafe ? Of(rounded) : Unknown;
    }
}
