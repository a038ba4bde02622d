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
            var samples = InputSearch.Find(original, declared, options, cancellation, out var reason);
            return samples is null ? report with { Reason = reason } : Compare(samples, claims, report);
        }
        catch (ModelRunException exception) when (exception.Model == original)
        {
            return report with { Reason = $"ONNX Runtime can't run the original: {exception.Message}" };
        }
        catch (NotSupportedException exception)
        {
            return report with { Reason = exception.Message };
        }
    }

    private VerificationReport Compare(SamplePlans samples, ClaimedSites claims, VerificationReport report)
    {
        var subject = new Subject(original, other, samples, options, new HashSet<string>());
        var sites = new SiteCheck(subject, _progress, cancellation);
        sites.Run();
        if (options.AllowReusedNames && ReusedNames.Find(subject, sites, cancellation) is { Count: > 0 } reused)
        {
            subject = new(original, other, samples, options, reused);
            sites = new(subject, _progress, cancellation);
            sites.Run();
        }
        var outputs = new OutputCheck(subject, _progress, cancellation);
        outputs.Run();
        return new Findings(subject, sites, outputs, claims).CompleteFrom(report);
    }
}
