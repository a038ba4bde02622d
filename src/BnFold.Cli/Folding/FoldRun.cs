using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Folding;

/// <summary>Fold, write under a temporary name, compare with the original; then give the model its name, or drop it.</summary>
internal sealed class FoldRun(FoldRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly FoldText _text = new(context.Terminal, request.Verbosity);

    public int Execute()
    {
        if (request.Report is { } target) ReportFile.CheckTarget(target, request.Model, request.Output);
        using var status = StatusLine.On(context.Terminal, request.Verbosity);

        status.Show("folding");
        using var folded = FoldedModel.Make(request, context.Cancellation);
        var report = folded.Report;
        var input = ModelFacts.Of(request.Model, report.Before);
        OutcomeFacts[] outcomes = [.. report.Outcomes.Select(OutcomeFacts.Of)];
        status.Clear();
        _text.WriteModel(input);
        _text.WriteOutcomes(outcomes);

        status.Show("verifying");
        var verification = folded.Pending is { } pending && request.Verify ? Verify(report, pending, status) : null;
        context.Cancellation.ThrowIfCancellationRequested();
        status.Clear();
        var run = new FoldRunReport
        {
            CommandLine = context.Arguments,
            ExitCode = ExitCodeOf(verification),
            Environment = EnvironmentFacts.Here,
            Options = OptionFacts.Of(request),
            Input = input,
            Output = OutputOf(folded, verification),
            Folded = report.Folded,
            Kept = report.Kept,
            Outcomes = outcomes,
            Verification = verification,
            Warnings = report.Warnings,
            ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3),
        };
        _text.WriteVerification(run);
        Conclude(run, folded.Pending);
        return run.ExitCode;
    }

    private VerificationFacts Verify(FoldReport report, PendingFile pending, IProgress<VerifyProgress> progress)
    {
        if (report.Folded == 0 && FileContent.AreEqual(request.Model, pending.TemporaryPath)) return VerificationFacts.Identical;
        string[] sites = [.. report.Outcomes.Where(outcome => outcome.IsFolded).Select(outcome => outcome.Node)];
        var options = request.Verification with { Sites = sites };
        try
        {
            return VerificationFacts.Of(
                context.Compare(request.Model, pending.TemporaryPath, options, progress, context.Cancellation));
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            return VerificationFacts.NotPossible(exception.Message);
        }
    }

    private OutputFacts OutputOf(FoldedModel folded, VerificationFacts? verification)
    {
        var file = verification?.Verdict is Verdict.Differs ? null : folded.Pending;
        return new()
        {
            Path = request.Output,
            Written = file is not null,
            Bytes = file is null ? null : new FileInfo(file.TemporaryPath).Length,
            Nodes = folded.Report.After.Nodes,
            BatchNormalizations = folded.Report.After.BatchNormalizations,
        };
    }

    /// <summary>Gives the files their names. All that can fail comes before the model gets its own.</summary>
    private void Conclude(FoldRunReport run, PendingFile? pending)
    {
        using var report = request.Report is null ? null : ReportFile.Write(request.Report, WithDigests(run, pending));
        if (run.Output.Written) pending!.Commit();
        report?.Commit();
        _text.WriteResult(run);
    }

    private static FoldRunReport WithDigests(FoldRunReport run, PendingFile? pending) => run with
    {
        Input = run.Input with { Sha256 = FileContent.Sha256(run.Input.Path) },
        Output = run.Output with { Sha256 = run.Output.Written ? FileContent.Sha256(pending!.TemporaryPath) : null },
    };

    private static int ExitCodeOf(VerificationFacts? verification) => verification?.Verdict switch
    {
        Verdict.Differs => ExitCode.Differs,
        Verdict.NotPossible => ExitCode.NotVerified,
        _ => ExitCode.Done,
    };
}
