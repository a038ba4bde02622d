namespace BnFold.Verification;

/// <summary>How far a value of the original moved.</summary>
/// <param name="IsReproducible">Whether running it again gave the same bits.</param>
/// <param name="Max">Largest |Δ|.</param>
/// <param name="Mismatches">Most elements that differed, for types that are not floating-point.</param>
/// <param name="HasProblem">Whether it moved in a way no tolerance covers: to another shape, to or from what is not finite.</param>
internal sealed record Movement(bool IsReproducible, double Max, long Mismatches, bool HasProblem)
{
    // Another model is moved at every layer, not only at its start.
    private const int Allowance = 4;

    public static Movement Of(Deviation again, IReadOnlyList<Deviation> moved) => new(
        again is { Max: 0, Problem: null, Mismatches: 0 },
        moved.Max(run => run.Max),
        moved.Max(run => run.Mismatches),
        moved.Any(run => run.Problem is not null));

    /// <summary>The difference that this explains.</summary>
    public double Explained => Allowance * Max;

    public bool Explains(Deviation deviation)
    {
        if (deviation.Problem is not null) return HasProblem;
        return deviation.Mismatches > 0 ? deviation.Mismatches <= Allowance * Mismatches : deviation.Max <= Explained;
    }
}
