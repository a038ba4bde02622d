namespace BnFold.Verification;

/// <summary>Draws the conclusion from what the parts of a comparison found.</summary>
/// <param name="subject">What was compared.</param>
/// <param name="sites">Value by value.</param>
/// <param name="outputs">Whole outputs.</param>
/// <param name="claims">What must have been found gone.</param>
/// <param name="failure">Why the other model can't be run; null if it can.</param>
/// <param name="warnings">What else was noticed.</param>
internal sealed class Findings(
    Subject subject, SiteCheck sites, OutputCheck outputs, ClaimedSites claims, string? failure, IReadOnlyList<string> warnings)
{
    public VerificationReport CompleteFrom(VerificationReport report)
    {
        var first = sites.Judge.Tally.All.OrderBy(Position).Concat(outputs.AsWritten.Tally.All).Concat(outputs.Optimized.Tally.All)
            .FirstOrDefault(comparison => !comparison.Agrees);
        var difference = failure ?? (first is null ? StillThere() : Describe(first));
        var doubt = Doubt();
        return report with
        {
            Verdict = difference is not null ? VerificationVerdict.Differs : doubt is not null ? VerificationVerdict.NotPossible : VerificationVerdict.Agrees,
            Reason = difference ?? doubt,
            Inputs = [.. subject.Plan.Inputs.Select(input => new VerifyInput(input.Name, input.Type.ToString(), input.Dims))],
            Outputs = outputs.AsWritten.Tally.All,
            OptimizedOutputs = outputs.Optimized.Tally.All,
            Sites = [.. subject.Sites.Where(site => sites.Judge.Tally.Contains(site.Value)).Select(Describe)],
            AlikeValues = subject.Values.Computed.Count - subject.Sites.Count,
            FirstDifference = first,
            Warnings = [.. warnings, .. Excuses()],
        };
    }

    private int Position(ValueComparison comparison) => subject.Sites.TakeWhile(site => site.Value != comparison.Name).Count();

    private string? StillThere() =>
        claims.StillThere(subject.Sites).FirstOrDefault() is { } name ? $"BatchNormalization '{name}' is said to be folded, but both models compute it alike" : null;

    /// <summary>Why something could not be judged; null if all was.</summary>
    private string? Doubt()
    {
        if (sites.Unjudged.Count > 0)
        {
            var (value, reason) = sites.Unjudged.First();
            return $"what makes '{value}' can't be run by itself: {reason}";
        }
        return sites.Judge.Irreproducible.Values.FirstOrDefault() ?? (sites.Branches.Unseen.FirstOrDefault(claims.Contains) is { } unseen
            ? $"BatchNormalization '{unseen.Label}' is in a branch that these inputs don't take and that can't be run with their values"
            : null);
    }

    private IEnumerable<string> Excuses()
    {
        foreach (var comparison in sites.Judge.Tally.All.Concat(outputs.AsWritten.Tally.All))
        {
            if (comparison.Excuse is not null) yield return $"'{comparison.Name}' differs by {Figures(comparison)}: {comparison.Excuse}";
        }
        foreach (var comparison in outputs.Optimized.Tally.All)
        {
            if (comparison.Excuse is not null) yield return $"'{comparison.Name}', optimised, differs by {Figures(comparison)}: {comparison.Excuse}";
        }
    }

    private string Describe(ValueComparison comparison)
    {
        var what = sites.Judge.Tally.Contains(comparison.Name) && ReferenceEquals(sites.Judge.Tally[comparison.Name], comparison)
            ? "computed from the same values"
            : outputs.AsWritten.Tally.Contains(comparison.Name) && ReferenceEquals(outputs.AsWritten.Tally[comparison.Name], comparison) ? "output" : "output, optimised";
        var maker = comparison.Node is null ? "" : $" of {comparison.Node}";
        return $"'{comparison.Name}'{maker} ({what}) {comparison.Problem ?? $"differs by {Figures(comparison)}"}{Place(comparison)}";
    }

    private static string Figures(ValueComparison comparison) => comparison.Problem
        ?? FormattableString.Invariant($"{comparison.MaxDifference:G3} in a range of {comparison.Range:G3} (limit {comparison.Limit:G3})");

    private static string Place(ValueComparison comparison) => comparison.Index.Count == 0 ? ""
        : FormattableString.Invariant($" at [{string.Join(",", comparison.Index)}]: {comparison.Other:G7}, original {comparison.Original:G7}");

    private SiteComparison Describe(Site site) => new()
    {
        Value = sites.Judge.Tally[site.Value],
        BatchNormalizations = [.. site.BatchNormalizations.Select(node => node.Label).Distinct()],
        OriginalNodes = [.. site.Original.Select(node => node.Title)],
        OtherNodes = [.. site.Other.Select(node => node.Title)],
    };
}
