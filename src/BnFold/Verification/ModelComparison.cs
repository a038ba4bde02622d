using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>One comparison of two models, from their interfaces to the verdict.</summary>
internal sealed class ModelComparison(
    RunnableModel original, RunnableModel other, VerifyOptions options, IProgress<VerifyProgress>? progress, CancellationToken cancellation)
{
    private readonly ProgressCounter _progress = new(progress);
    private readonly List<string> _warnings = [];

    public VerificationReport Run()
    {
        var declared = ModelInterface.Unite(original, other);
        var claims = new ClaimedSites(original, options.Sites);
        try
        {
            _progress.Report("inputs");
            var plan = InputSearch.Find(original, declared, options, cancellation, out var reason);
            return plan is null ? Report(VerificationVerdict.NotPossible, reason) : Compare(new(original, other, plan, options), claims);
        }
        catch (ModelRunException exception) when (exception.Model == original)
        {
            return Report(VerificationVerdict.NotPossible, exception.Message);
        }
        catch (NotSupportedException exception)
        {
            return Report(VerificationVerdict.NotPossible, exception.Message);
        }
    }

    private VerificationReport Compare(Subject subject, ClaimedSites claims)
    {
        var sites = new SiteCheck(subject, _progress, cancellation);
        var outputs = new OutputCheck(subject, _progress, cancellation);
        var information = new OutputInformation();
        string? failure;
        var expected = sites.Run();
        try
        {
            foreach (var sample in expected) information.Add(subject.Outputs, sample);
            failure = RunAsWritten(outputs, expected) ?? RunOptimized(outputs, expected);
        }
        finally
        {
            foreach (var sample in expected) sample.Dispose();
        }
        _warnings.AddRange(information.Warnings(subject.Plan.Inputs.Count > 0));
        return new Findings(subject, sites, outputs, claims, failure, _warnings).CompleteFrom(Report(VerificationVerdict.Agrees, reason: null));
    }

    private string? RunAsWritten(OutputCheck outputs, IReadOnlyList<TensorSet> expected)
    {
        try
        {
            outputs.RunAsWritten(expected);
            return null;
        }
        catch (ModelRunException exception) when (exception.Model == other)
        {
            return $"the original runs, the other model does not: {exception.Message}";
        }
    }

    private string? RunOptimized(OutputCheck outputs, IReadOnlyList<TensorSet> expected)
    {
        try
        {
            outputs.RunOptimized(expected);
            return null;
        }
        catch (ModelRunException exception) when (exception.Model == other)
        {
            var failure = $"ONNX Runtime, when it optimises as it does by default, can't run the other model: {exception.Message}";
            if (outputs.RunsOptimized(original)) return failure;
            _warnings.Add($"{failure}; nor can it run the original so");
            return null;
        }
        catch (ModelRunException exception)
        {
            _warnings.Add($"ONNX Runtime, when it optimises as it does by default, can't run the original: {exception.Message}");
            return null;
        }
    }

    private VerificationReport Report(VerificationVerdict verdict, string? reason) => new()
    {
        Verdict = verdict,
        Reason = reason,
        OnnxRuntimeVersion = OrtLibrary.Version,
        Seed = options.Seed,
        Samples = options.Samples,
    };
}
