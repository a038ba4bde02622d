namespace BnFold;

/// <summary>Smallest and largest element of a tensor.</summary>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
public sealed record WeightRange(double Min, double Max)
{
    /// <summary>Largest absolute value.</summary>
    public double MaxAbsolute => Math.Max(Math.Abs(Min), Math.Abs(Max));
}
