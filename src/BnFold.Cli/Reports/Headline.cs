using BnFold.Cli.Text;

namespace BnFold.Cli.Reports;

/// <summary>What a run came to, in a word and in a sentence.</summary>
/// <param name="Verdict">Such as <c>Verified</c>.</param>
/// <param name="Tone"><c>good</c>, <c>bad</c> or <c>mixed</c>.</param>
/// <param name="Sentence">Why, and how far.</param>
internal sealed record Headline(string Verdict, string Tone, string Sentence)
{
    public static Headline Of(FoldRunReport run) => run.Verification switch
    {
        null when run.Options.DryRun => new("Dry run", "mixed", "Nothing was written, and so nothing compared."),
        null => new("Not compared", "mixed", "The folded model was written without comparing it with the original, as asked."),
        { Verdict: Reports.Verdict.Identical } => new("Identical", "good", "Nothing was changed: the output is the input, byte for byte."),
        { Verdict: Reports.Verdict.Agrees } verification => new("Verified", "good", Agreement(verification)),
        { Verdict: Reports.Verdict.Differs } verification => new("Differs", "bad", $"Nothing was written: {verification.Reason}."),
        var verification => new("Not verified", "mixed", $"The model was written, but could not be compared: {verification.Reason}."),
    };

    /// <summary>How many nodes were folded.</summary>
    public static string Count(FoldRunReport run) => run.Outcomes.Count == 0
        ? "The model has no BatchNormalization."
        : $"{run.Folded} of {Figures.Count(run.Outcomes.Count, "BatchNormalization")} folded, {run.Kept} kept.";

    private static string Agreement(VerificationFacts verification)
    {
        var outputs = Figures.Count(verification.Outputs.Count, "output");
        var agreeing = verification.Sites.Count(site => site.Value.Agrees);
        return $"{outputs} and {agreeing} of {Figures.Count(verification.Sites.Count, "changed place")} agree with the original within their limits.";
    }
}
