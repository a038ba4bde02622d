using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A fold in the words that its written reports share.</summary>
internal static class FoldWording
{
    /// <summary>What the model is that is compared with the original, in a word.</summary>
    public const string Other = "folded";

    public static Overview Overview(FoldRunReport run) => new()
    {
        Command = "bnfold",
        Model = run.Input.Path,
        Headline = Headline(run),
        Remarks = [.. run.Warnings, .. run.Verification?.Warnings ?? []],
        Remark = "Warning",
        Files = [FileColumn.Of("original", run.Input), FileColumn.Of("folded", run.Output)],
        Run = Circumstance.Of(
            run.CommandLine, run.Environment, run.ElapsedSeconds, run.Verification?.OnnxRuntime, Circumstance.Of(run.Verification)),
    };

    private static Headline Headline(FoldRunReport run)
    {
        var count = run.Outcomes.Count == 0
            ? "The model has no BatchNormalization."
            : $"{run.Folded} of {Figures.Count(run.Outcomes.Count, "BatchNormalization")} folded, {run.Kept} kept.";
        return run.Verification switch
        {
            null when run.Options.DryRun => new("Dry run", "mixed", count, "Nothing was written, and so nothing compared."),
            null => new("Not compared", "mixed", count, "The folded model was written without comparing it with the original, as asked."),
            { Verdict: Verdict.Identical } =>
                new("Identical", "good", count, "Nothing was changed: the output is the input, byte for byte."),
            { Verdict: Verdict.Agrees } verification => new("Verified", "good", count, Agreement(verification)),
            { Verdict: Verdict.Differs, Reason: var reason } =>
                new("Differs", "bad", count, Wording.Sentence($"Nothing was written: {reason}")),
            { Reason: var reason } =>
                new("Not verified", "mixed", count, Wording.Sentence($"The model was written, but could not be compared: {reason}")),
        };
    }

    private static string Agreement(VerificationFacts verification)
    {
        var outputs = Figures.Count(verification.Outputs.Count, "output");
        var places = Figures.Count(verification.Sites.Count, "changed place");
        return $"{outputs} and {verification.Sites.Count(site => site.Value.Agrees)} of {places} agree with the original within their limits.";
    }
}
