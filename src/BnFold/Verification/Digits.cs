using System.Globalization;

namespace BnFold.Verification;

/// <summary>Two numbers with as many digits as it takes to tell them apart.</summary>
internal static class Digits
{
    private const int Exact = 17;

    /// <param name="one">A number.</param>
    /// <param name="other">The number beside it.</param>
    /// <param name="least">Digits that are shown at least.</param>
    public static (string One, string Other) Apart(double one, double other, int least)
    {
        for (var digits = least; digits < Exact && !one.Equals(other); digits += 2)
        {
            var (first, second) = (Text(one, digits), Text(other, digits));
            if (first != second) return (first, second);
        }
        var enough = one.Equals(other) ? least : Exact;
        return (Text(one, enough), Text(other, enough));
    }

    private static string Text(double value, int digits) => value.ToString($"g{digits}", CultureInfo.InvariantCulture);
}
