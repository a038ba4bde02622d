using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A comparison in the words that its written reports share.</summary>
internal static class VerifyWording
{
    /// <summary>What the model is that is compared with the original, in a word.</summary>
    public const string Other = "other";

    public static Overview Overview(VerifyRunReport run) => new()
    {
        Command = "bnfold verify",
        Model = run.Other.Path,
        Headline = Headline(run),
        Remarks =
        [
            .. run.Verification?.Warnings ?? [],
            .. run.Verification?.ReusedNames.Select(VerifyText.Describe) ?? [],
        ],
        Files = [FileColumn.Of("original", run.Original), FileColumn.Of("other", run.Other)],
        Run = Circumstance.Of(
            run.CommandLine, run.Environment, run.ElapsedSeconds, run.Verification?.OnnxRuntime, Circumstance.Of(run.Verification)),
    };

    /// <summary>What a certificate proves of the two files.</summary>
    public static string Describe(CertificateFacts certificate) => certificate.Holds
        ? $"{certificate.Path} speaks of these two files, and says that they agree{(certificate.Limits is { } limits ? $" within {limits}" : "")}"
        : $"{certificate.Path} is no proof: {certificate.Problem}";

    private static Headline Headline(VerifyRunReport run)
    {
        var (verdict, tone) = (run.Certificate?.Holds, run.Verification?.Verdict) switch
        {
            (_, Verdict.Differs) => ("Differs", "bad"),
            (false, _) => ("Not proven", "bad"),
            (_, Verdict.NotPossible) => ("Not compared", "mixed"),
            (_, null) => ("Proven", "good"),
            _ => ("Agrees", "good"),
        };
        string?[] sentences = [run.Certificate is { } certificate ? Describe(certificate) : null, run.Verification?.Reason];
        return new(verdict, tone, Count(run.Verification), string.Join(' ', sentences.OfType<string>().Select(Wording.Sentence)));
    }

    private static string Count(VerificationFacts? verification)
    {
        if (verification is null) return "Digests were compared, and nothing was run.";
        var (outputs, sites) = (verification.Outputs, verification.Sites);
        var places = Figures.Count(sites.Count + verification.UnverifiedSites.Count, "place");
        return outputs.Count + sites.Count == 0
            ? "Nothing could be compared."
            : $"{outputs.Count(output => output.Agrees)} of {Figures.Count(outputs.Count, "output")} and "
                + $"{sites.Count(site => site.Value.Agrees)} of {places} that the models compute differently agree.";
    }
}
