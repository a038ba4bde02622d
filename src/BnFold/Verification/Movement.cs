namespace BnFold.Verification;

/// <summary>How far a value of the original moved.</summary>
/// <param name="IsReproducible">Whether running it again gave the same bits.</param>
/// <param name="Max">Largest |Δ|.</param>
/// <param name="Mismatches">Most elements that differed, for types that are not floating-point.</param>
/// <param name="HasProblem">Whether it moved in a way no tolerance covers: to another shape, to or from what is not finite.</param>
internal sealed record Movement(bool IsReproducible, double Max, long Mismatches, bool HasProblem)
{
    /// <summary>Whether it came to have more or fewer elements, as what is detected does: then no element can be held against another.</summary>
    public bool HasOtherShape { get; private init; }

    // Another model rounds everywhere at once.
    private const int Allowance = 4;

    public static Movement Of(Deviation again, Deviation moved) =>
        new Movement(again is { Max: 0, Problem: null, Mismatches: 0 }, 0, 0, HasProblem: false).And(moved);

    /// <summary>The larger of both.</summary>
    public Movement And(Deviation moved) => this with
    {
        Max = Math.Max(Max, moved.Max),
        Mismatches = Math.Max(Mismatches, moved.Mismatches),
        HasProblem = HasProblem || moved.Problem is not null,
        HasOtherShape = HasOtherShape || moved.HasOtherShape,
    };

    /// <summary>How it moved, behind "the original itself".</summary>
    public string Describe(ValueComparison comparison) =>
        HasOtherShape ? "takes another shape"
        : comparison.Problem is not null ? "comes to what is not finite, or from there"
        : Mismatches > 0 ? FormattableString.Invariant($"changes in {Mismatches} elements")
        : FormattableString.Invariant($"moves by {Max:g2}");

    /// <summary>Whether a value that moves so may be as far off as this.</summary>
    public bool Explains(ValueComparison comparison)
    {
        if (HasOtherShape) return true;
        if (comparison.Problem is not null) return HasProblem;
        return comparison.Mismatches > 0 ? comparison.Mismatches <= Allowance * Mismatches : comparison.MaxDifference <= Allowance * Max;
    }
}
