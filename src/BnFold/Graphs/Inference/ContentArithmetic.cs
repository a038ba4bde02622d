namespace BnFold.Graphs.Inference;

/// <summary>Arithmetic on the elements that shapes are computed from. What is not proven is unknown.</summary>
internal static class ContentArithmetic
{
    public static Scalar Add(Scalar a, Scalar b) =>
        Fractional(a, b) ? Known(a, b, static (x, y) => x + y) : Result(DimArithmetic.Add(a.Integer, b.Integer));

    public static Scalar Subtract(Scalar a, Scalar b) =>
        Fractional(a, b) ? Known(a, b, static (x, y) => x - y) : Result(DimArithmetic.Subtract(a.Integer, b.Integer));

    public static Scalar Multiply(Scalar a, Scalar b) =>
        Fractional(a, b) ? Known(a, b, static (x, y) => x * y) : Result(DimArithmetic.Multiply(a.Integer, b.Integer));

    public static Scalar Power(Scalar a, Scalar b) => Known(a, b, Math.Pow);

    /// <summary>Integers are divided towards zero.</summary>
    public static Scalar DivideIntegers(Scalar a, Scalar b)
    {
        if (DimArithmetic.Quotient(a.Integer, b.Integer) is { } exact) return Scalar.Of(exact);
        if (b.Integer?.Size is not (> 0 and { } divisor)) return Scalar.Unknown;
        if (a.Integer?.Minimum >= 0) return Scalar.Of(DimArithmetic.FloorDivide(a.Integer, divisor));
        return a.Integer?.Size is { } size ? Scalar.Of((Dim)(size / divisor)) : Scalar.Unknown;
    }

    public static Scalar DivideFloats(Scalar a, Scalar b) => !Fractional(a, b) && DimArithmetic.Quotient(a.Integer, b.Integer) is { } exact
        ? Scalar.Of(exact)
        : Known(a, b, static (x, y) => x / y);

    public static Scalar Minimum(Scalar a, Scalar b) => IsAtMost(a, b) ? a : IsAtMost(b, a) ? b : Scalar.Unknown;

    public static Scalar Maximum(Scalar a, Scalar b) => IsAtMost(a, b) ? b : IsAtMost(b, a) ? a : Scalar.Unknown;

    /// <summary>Null when not proven either way.</summary>
    public static bool? IsLess(Scalar a, Scalar b)
    {
        if (Fractional(a, b)) return a.Number < b.Number ? true : a.Number >= b.Number ? false : null;
        if (DimArithmetic.Subtract(b.Integer, a.Integer)?.Minimum > 0) return true;
        return DimArithmetic.Subtract(a.Integer, b.Integer)?.Minimum >= 0 ? false : null;
    }

    public static bool? IsEqual(Scalar a, Scalar b)
    {
        if (Fractional(a, b)) return a.Number is { } x && b.Number is { } y ? x == y : null;
        if (a.Integer is { } first && b.Integer is { } second && first == second) return true;
        return IsLess(a, b) == true || IsLess(b, a) == true ? false : null;
    }

    public static Scalar Truth(bool? condition) => condition is { } known ? Scalar.Of(known) : Scalar.Unknown;

    /// <summary>What int32 can't hold wraps around there.</summary>
    private static Scalar Result(Dim? integer) => Scalar.Of(integer).Within(int.MaxValue);

    private static bool IsAtMost(Scalar a, Scalar b) => IsLess(b, a) == false;

    private static bool Fractional(Scalar a, Scalar b) => a.Fraction is not null || b.Fraction is not null;

    private static Scalar Known(Scalar a, Scalar b, Func<double, double, double> f) =>
        a.Number is { } x && b.Number is { } y ? Scalar.Of(f(x, y)) : Scalar.Unknown;
}
