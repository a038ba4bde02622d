using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>One comparison of two models, from their interfaces to the verdict.</summary>
internal sealed class ModelComparison(
    RunnableModel original, RunnableModel other, VerifyOptions options, IProgress<VerifyProgress>? progress, CancellationToken cancellation)
{
    private readonly ProgressCounter _progress = new(progress);

    public VerificationReport Run()
    {
        var declared = ModelInterface.Unite(original, other);
        var claims = new ClaimedSites(original, options.Sites);
        var report = new VerificationReport
        {
            Verdict = VerificationVerdict.NotPossible,
            OnnxRuntimeVersion = OrtLibrary.Version,
            Seed = options.Seed,
            Samples = options.Samples,
        };
        try
        {
            _progress.Report("inputs");
            using var outputs = new SampleSets();
            var samples = InputSearch.Find(original, declared, options, outputs, cancellation, out var reason);
            return samples is null ? report with { Reason = reason } : Compare(samples, outputs, claims, report);
        }
        catch (ModelRunException exception) when (exception.Model == original)
        {
            return new StandaloneComparison(original, other, options, _progress, cancellation).Complete(report, claims, exception.Message);
        }
        catch (NotSupportedException exception)
        {
            return report with { Reason = exception.Message };
        }
    }

    private VerificationReport Compare(SamplePlans samples, SampleSets expected, ClaimedSites claims, VerificationReport report)
    {
        var subject = new Subject(original, other, samples, options, new HashSet<string>());
        var sites = Check(subject);
        if (options.AllowReusedNames) report = report with { ReusedNames = LookPast(ref subject, ref sites) };
        var outputs = new OutputCheck(subject, sites, _progress, cancellation);
        outputs.Run(expected);
        return new Findings(subject, sites, outputs, claims).CompleteFrom(report);
    }

    private SiteCheck Check(Subject subject)
    {
        var sites = new SiteCheck(subject, _progress, cancellation);
        sites.Run();
        return sites;
    }

    /// <summary>Compares again, as far as names may stand for other values; what doesn't help is not looked past.</summary>
    private ReusedName[] LookPast(ref Subject subject, ref SiteCheck sites)
    {
        var aligned = NameAlignment.Find(subject, Suspects(subject, sites), cancellation);
        if (aligned.Count > 0)
        {
            other.Rename(aligned);
            subject = new(original, other, subject.Samples, options, subject.Reused);
            sites = Check(subject);
        }

        var (current, found) = (subject, aligned.Values.ToHashSet(StringComparer.Ordinal));
        var unexplained = Suspects(subject, sites).Where(value => !found.Contains(value) && NameAlignment.IsPossible(current, value));
        var reused = ReusedNames.Find(subject, unexplained, cancellation);
        if (reused.Count > 0)
        {
            var behind = new Subject(original, other, subject.Samples, options, reused);
            var further = Check(behind);
            if (further.Judge.Tally.All.All(comparison => comparison.Agrees)) (subject, sites) = (behind, further);
        }
        return [.. aligned.Select(pair => new ReusedName(pair.Key, pair.Value)), .. subject.Reused.Select(name => new ReusedName(name, null))];
    }

    private static string[] Suspects(Subject subject, SiteCheck sites) =>
        [.. sites.Judge.Tally.All.Where(comparison => !comparison.Agrees).Select(comparison => comparison.Name).Except(subject.Outputs)];
}
