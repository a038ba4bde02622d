namespace BnFold;

/// <summary>How many times as long the original takes: above 1, the other model is faster.</summary>
/// <param name="Ratio">The median over all rounds of the ratio within a round.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
public sealed record RatioInterval(double Ratio, double Low, double High);
