using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Draws the conclusion from what the parts of a comparison found.</summary>
/// <param name="subject">What was compared.</param>
/// <param name="sites">Value by value.</param>
/// <param name="outputs">Whole outputs.</param>
/// <param name="claims">What must have been found gone.</param>
internal sealed class Findings(Subject subject, SiteCheck sites, OutputCheck outputs, ClaimedSites claims)
{
    /// <summary>What is wrong counts before what could not be found out.</summary>
    public static VerificationVerdict Verdict(string? difference, string? doubt) =>
        difference is not null ? VerificationVerdict.Differs
        : doubt is not null ? VerificationVerdict.NotPossible
        : VerificationVerdict.Agrees;

    public VerificationReport CompleteFrom(VerificationReport report)
    {
        var first = All().FirstOrDefault(compared => !compared.Value.Agrees);
        var difference = outputs.Failure ?? (first is null ? null : Describe(first.Value, first.How))
            ?? outputs.Expectations.Difference() ?? StillThere() ?? Ignored(subject.Original, subject.Other);
        var doubt = Doubt();
        return report with
        {
            Verdict = Verdict(difference, doubt),
            Reason = difference ?? doubt,
            Samples = subject.Samples.Count,
            Inputs = subject.Samples.Describe(),
            FoundSizes = subject.Samples.FoundSizes,
            ExpectedOutputs = outputs.Expectations.All,
            Outputs = outputs.AsWritten.Tally.All,
            OptimizedOutputs = outputs.Optimized.Tally.All,
            Sites = [.. subject.Sites.Where(site => sites.Judge.Tally.Contains(site.Value)).Select(Describe)],
            AlikeValues = subject.Values.Computed.Count - subject.Sites.Count,
            FirstDifference = first?.Value ?? outputs.Expectations.FirstDifference,
            Warnings = [.. subject.Samples.Warnings, .. outputs.Warnings, .. outputs.Expectations.Warnings(), .. Excuses(), .. Unreached()],
        };
    }

    /// <summary>All comparisons: the sites in the original's order, then the outputs.</summary>
    private IEnumerable<Compared> All() =>
        subject.Sites.Where(site => sites.Judge.Tally.Contains(site.Value))
            .Select(site => new Compared(sites.Judge.Tally[site.Value], "computed from the same values"))
            .Concat(outputs.AsWritten.Tally.All.Select(comparison => new Compared(comparison, "output")))
            .Concat(outputs.Optimized.Tally.All.Select(comparison => new Compared(comparison, "output, optimised")));

    /// <summary>A value beyond its limit in one line, how it was computed included.</summary>
    public static string Describe(ValueComparison worst, string how)
    {
        var maker = worst.Node is null ? "" : $" of {worst.Node}";
        var (other, original) = Digits.Apart(worst.Other, worst.Original, least: 7);
        var place = worst.Index.Count == 0 || worst.Problem is not null ? "" : $": {other}, original {original}";
        var index = worst.Index.Count == 0 ? "" : $" at [{string.Join(",", worst.Index)}]";
        return $"'{worst.Name}'{maker} ({how}) {worst.Problem ?? $"differs by {Figures(worst)}"}{index}{place}";
    }

    private IEnumerable<string> Excuses() =>
        from compared in All()
        let value = compared.Value
        where value.Excuse is not null
        select $"'{value.Name}' ({compared.How}) {value.Problem ?? $"differs by {Figures(value)}"}, but {value.Excuse}";

    /// <summary>What is computed by the same operators from other constants, and still the same to the last bit, may just not have been reached.</summary>
    private IEnumerable<string> Unreached() =>
        from site in subject.Sites
        where sites.Judge.Tally.Contains(site.Value) && sites.Judge.Tally[site.Value] is { MaxDifference: 0, Problem: null }
            && site.Original.Select(node => node.OpType).SequenceEqual(site.Other.Select(node => node.OpType))
        select $"'{site.Value}' is the same in both models to the last bit, though constants behind it differ: these inputs may not reach what differs";

    private static string Figures(ValueComparison comparison)
    {
        var (difference, limit) = Digits.Apart(comparison.MaxDifference, comparison.Limit, least: 3);
        return FormattableString.Invariant($"{difference} in a range of {comparison.Range:g3} (limit {limit})");
    }

    /// <summary>What is wrong with a BatchNormalization that should be gone.</summary>
    public static string StillThere(string name) => $"BatchNormalization '{name}' is said to be folded, but both models compute it alike";

    /// <summary>What is wrong where callers lose a choice they had; null where they don't.</summary>
    public static string? Ignored(RunnableModel original, RunnableModel other) => ModelInterface.IgnoredInput(original, other) is { } name
        ? $"initializer '{name}' may be replaced by callers of both models, but nothing in the other reads it"
        : null;

    public static SiteComparison Describe(Site site, ValueComparison value) => new()
    {
        Value = value,
        BatchNormalizations = [.. site.BatchNormalizations.Select(node => node.Label).Distinct()],
        OriginalNodes = [.. site.Original.Select(node => node.Title)],
        OtherNodes = [.. site.Other.Select(node => node.Title)],
    };

    private string? StillThere() => claims.StillThere(subject.Sites).FirstOrDefault() is { } name ? StillThere(name) : null;

    /// <summary>Why something could not be judged; null if all was.</summary>
    private string? Doubt()
    {
        foreach (var (value, reason) in sites.Unjudged) return $"what makes '{value}' can't be run by itself: {reason}";
        foreach (var reason in sites.Judge.Irreproducible.Values) return reason;
        foreach (var site in subject.Sites)
        {
            if (sites.Judge.Tally.Blindness(site.Value, subject.Options) is { } blindness) return $"'{site.Value}' {blindness}";
        }
        if (sites.Branching.Unseen.FirstOrDefault(claims.Contains) is { } unseen)
            return $"BatchNormalization '{unseen.Label}' is in a branch that these inputs don't take, nor can it be run with their values";
        return Hidden();
    }

    private string? Hidden()
    {
        var seen = subject.Sites.Where(site => Blindness(site) is null)
            .SelectMany(site => site.BatchNormalizations).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var site in subject.Sites)
        {
            if (Blindness(site) is { } blindness && site.BatchNormalizations.FirstOrDefault(node => !seen.Contains(node)) is { } hidden)
                return $"'{site.Value}', in which BatchNormalization '{hidden.Label}' should show, {blindness}";
        }
        return null;

        string? Blindness(Site site) => sites.Information.Blindness(site.Value, subject.Samples.HasInputs);
    }

    private SiteComparison Describe(Site site) => Describe(site, sites.Judge.Tally[site.Value]) with
    {
        Truth = sites.Truths.Of(site),
        TruthObstacle = sites.Truths.Obstacle(site),
    };

    private sealed record Compared(ValueComparison Value, string How);
}
