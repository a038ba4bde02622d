using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Folding;

/// <summary>Fold, write under a temporary name, compare with the original; then give the model its name, or drop it.</summary>
internal sealed class FoldRun(FoldRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly FoldText _text = new(context.Terminal, request.Verbosity);

    public int Execute() => Run().ExitCode;

    /// <summary>The run itself; text goes to the terminal as it goes on.</summary>
    public FoldRunReport Run()
    {
        CheckRequest();
        using var status = StatusLine.On(context.Terminal, request.Verbosity, "verifying");

        status.Show("folding");
        using var folded = FoldedModel.Make(request, context);
        var run = Describe(folded.Report);
        status.Clear();
        _text.WriteModel(run.Input);
        _text.WriteOutcomes(run);

        if (request.Verify && folded.Pending is { } pending)
        {
            status.Begin();
            run = run with { Verification = Verify(folded.Report, pending, status) };
            status.Clear();
        }
        context.Cancellation.ThrowIfCancellationRequested();
        _text.WriteVerification(run);

        run = Conclude(run, folded.Pending);
        _text.WriteResult(run);
        return run;
    }

    /// <summary>What can be refused before any work is done, whether or not anything will be written.</summary>
    private void CheckRequest()
    {
        if (Directory.Exists(request.Model)) throw new UsageException($"'{request.Model}' is a folder; --output-dir folds all models below it");
        // First, since a folder that isn't there is that of the model, mostly.
        if (!File.Exists(request.Model)) OnnxModel.Load(request.Model).Dispose();
        var data = InputFiles.Of(request.Verification);
        ReportFiles.CheckTargets(request.Reports, [request.Model, request.Output], data);
        OutputPath.CheckApart(request.Output, data);
        if (request.MakesFolder && !request.DryRun) Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(request.Output))!);
        if (!request.MakesFolder || !request.DryRun) OnnxModel.CheckTarget(OutputPath.Of(request.Output));
        var inputs = request.Verification;
        if (request.Verify && inputs.Shapes.Count + inputs.Dims.Count > 0) Verifier.CheckInputs(request.Model, inputs);
    }

    /// <summary>The run as it stands after folding: nothing compared, nothing written.</summary>
    private FoldRunReport Describe(FoldReport report) => new()
    {
        CommandLine = context.Arguments,
        Options = OptionFacts.Of(request),
        Input = ModelFacts.Of(request.Model, report.Before),
        Output = OutputFacts.Of(request.Output, report.After),
        Folded = report.Folded,
        Kept = report.Kept,
        ArithmeticFolded = report.Arithmetic.Count,
        SweptNodes = report.Swept,
        MergedSums = report.MergedSums,
        FrozenInputs = report.FrozenInputs,
        Outcomes = [.. report.Outcomes.Select(OutcomeFacts.Of)],
        Arithmetic = [.. report.Arithmetic.Select(ArithmeticFacts.Of)],
        Weights = [.. report.Weights.Select(WeightFacts.Of)],
        Warnings = report.Warnings,
    };

    private VerificationFacts Verify(FoldReport report, PendingFile pending, IProgress<VerifyProgress> progress)
    {
        var hasInputs = request.Verification.Inputs.Count > 0;
        if (report.Folded == 0 && !hasInputs && FileContent.AreEqual(request.Model, pending.TemporaryPath))
            return VerificationFacts.Identical;
        string[] sites = [.. report.Outcomes.Where(outcome => outcome.IsFolded).Select(outcome => outcome.NameInFile)];
        var options = request.Verification with { Sites = sites };
        try
        {
            using var inferenceForm = report.AssumedInference.Count > 0 ? FoldedModel.InferenceForm(request) : null;
            var original = inferenceForm?.TemporaryPath ?? request.Model;
            return VerificationFacts.Of(context.Compare(original, pending.TemporaryPath, options, progress, context.Cancellation));
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            return VerificationFacts.NotPossible(exception.Message);
        }
    }

    /// <summary>Gives the files their names. All that can fail comes before the model gets its own.</summary>
    private FoldRunReport Conclude(FoldRunReport run, PendingFile? pending)
    {
        var wanted = run.ExitCode == ExitCode.Differs ? null : pending;
        run = run with { ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3) };
        if (wanted is not null) run = run with { Output = run.Output.WrittenTo(wanted) };

        using var reports = request.Reports.Count == 0 ? null : WriteReports(WithDigests(run, wanted));
        wanted?.Commit();
        reports?.Commit();
        return run;
    }

    private ReportFiles WriteReports(FoldRunReport run) => ReportFiles.Write(request.Reports, target =>
        ReportFormats.Write(target, run, ReportJson.Readable.FoldRunReport, FoldMarkdown.Of, FoldPage.Of));

    /// <summary>Reading the files once more is worth it only for who wants the report.</summary>
    private static FoldRunReport WithDigests(FoldRunReport run, PendingFile? written) => run with
    {
        Input = run.Input.WithDigests(),
        Verification = run.Verification?.WithDigests(),
        Output = written is null ? run.Output : run.Output.WithDigests(written),
    };
}
