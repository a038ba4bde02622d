using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>What exact values say of a fold, in one line.</summary>
internal static class TruthText
{
    /// <summary>The line; null where there is no site to speak of.</summary>
    /// <param name="verification">The comparison.</param>
    /// <param name="other">What the model is that is compared with the original, in a word.</param>
    public static string? Line(VerificationFacts verification, string other = "folded")
    {
        if (verification.Truth is not { Sites: > 0 } truth) return null;
        var known = $"{truth.Known} of {Figures.Count(truth.Sites, "site")} against double precision";
        if (truth.Known > 0) known += $": {Error(truth, other)}";
        return Printable.Line(known + Obstacles(verification));
    }

    private static string Error(TruthFacts truth, string other) =>
        truth.MeanRatio is { } ratio ? $"{other}/original error {Figures.Ratio(ratio)} (geometric mean)" : "no error to compare";

    /// <summary>What stood in the way most often first.</summary>
    private static string Obstacles(VerificationFacts verification)
    {
        var obstacles = verification.Sites.Select(site => site.TruthObstacle).OfType<string>()
            .GroupBy(obstacle => obstacle).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} at {group.Count()}").ToArray();
        return obstacles.Length == 0 ? "" : $"; not known: {string.Join(", ", obstacles)}";
    }
}
