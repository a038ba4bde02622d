namespace BnFold.Cli.Reports;

/// <summary>Differences and limits as shares of a value's range, or of one another.</summary>
internal static class Shares
{
    public static double OfDifference(ValueFacts value) => OfRange(value.MaxDifference, value);

    public static double OfLimit(ValueFacts value) => OfRange(value.Limit, value);

    /// <summary>How much of what was allowed was used.</summary>
    public static double OfAllowance(ValueFacts value)
    {
        if (value.MaxDifference == 0) return 0;
        return value.Limit > 0 ? value.MaxDifference / value.Limit : double.PositiveInfinity;
    }

    /// <summary>Where a value is all zero there is no share: the difference stands for itself.</summary>
    public static double OfRange(double figure, ValueFacts value) => value.Range > 0 ? figure / value.Range : figure;
}
