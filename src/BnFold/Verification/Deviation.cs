namespace BnFold.Verification;

/// <summary>How far a tensor is from its original.</summary>
/// <param name="Max">Largest |Δ| over elements that are finite in both.</param>
/// <param name="Range">Largest |y| over the original's finite elements.</param>
/// <param name="Index">Where, in row-major order, the largest |Δ| is, or the first element with a <paramref name="Problem"/>.</param>
/// <param name="Original">The original's element there.</param>
/// <param name="Other">The other's.</param>
/// <param name="Problem">What makes the tensors different whatever the tolerance; null if nothing does.</param>
/// <param name="Mismatches">Elements that differ, where none should: counted for types that are not floating-point.</param>
internal readonly record struct Deviation(
    double Max, double Range, long Index, double Original, double Other, string? Problem, long Mismatches = 0)
{
    /// <summary>There are more or fewer elements than in the original, or they are arranged otherwise.</summary>
    public bool HasOtherShape { get; init; }

    public static Deviation Of(string problem) => new(0, 0, -1, 0, 0, problem);

    public static Deviation OfShape(string problem) => Of(problem) with { HasOtherShape = true };
}
