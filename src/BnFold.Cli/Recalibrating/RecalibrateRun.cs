using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Folding;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Recalibrating;

/// <summary>Estimate, write under a temporary name, see whether the statistics fit now; then give the model its name, or drop it.</summary>
internal sealed class RecalibrateRun(RecalibrateRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly RecalibrateText _text = new(context.Terminal, request.Verbosity);

    public int Execute()
    {
        ReportFiles.CheckTargets(request.Reports, [request.Model, request.Output], request.Data.Files);
        OutputPath.CheckApart(request.Output, request.Data.Files);
        OnnxModel.CheckTarget(OutputPath.Of(request.Output));
        var input = FileFacts.Of(request.Model);
        _text.WriteModel(input);
        using var model = OnnxModel.Load(request.Model);
        if (Recalibrate(model) is not { } found) return ExitCode.NotVerified;

        using var pending = model.Prepare(OutputPath.Of(request.Output));
        context.Cancellation.ThrowIfCancellationRequested();
        var run = new RecalibrateRunReport
        {
            CommandLine = context.Arguments,
            Environment = EnvironmentFacts.Here,
            Options = RecalibrateOptionFacts.Of(request),
            Input = input,
            Output = new(request.Output, Written: false, Bytes: null, Sha256: null, ExternalData: null),
            Recalibration = RecalibrationFacts.Of(found),
        };
        _text.WriteNodes(run);
        run = Conclude(run, pending);
        _text.WriteResult(run);
        return run.ExitCode;
    }

    /// <summary>Null if there is no ONNX Runtime, which is said.</summary>
    private RecalibrationReport? Recalibrate(OnnxModel model)
    {
        using var line = StatusLine.On(context.Terminal, request.Verbosity, "recalibrating");
        line.Show("opening");
        try
        {
            var progress = new RecalibrationStatus(line, _text);
            return Recalibrator.Recalibrate(model, request.Data, request.Recalibration, progress, context.Cancellation);
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            line.Clear();
            context.Terminal.Fail(exception.Message);
            return null;
        }
    }

    /// <summary>Gives the files their names. All that can fail comes before the model gets its own.</summary>
    private RecalibrateRunReport Conclude(RecalibrateRunReport run, PendingFile pending)
    {
        var isWanted = run.ExitCode == ExitCode.Done;
        run = run with
        {
            ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3),
            Output = isWanted ? RecalibratedFile.Of(request.Output, pending) : run.Output,
        };
        using var reports = request.Reports.Count == 0 ? null : WriteReports(WithDigests(run, pending));
        if (isWanted) pending.Commit();
        reports?.Commit();
        return run;
    }

    private ReportFiles WriteReports(RecalibrateRunReport run) => ReportFiles.Write(request.Reports, target =>
        ReportFormats.Write(target, run, ReportJson.Readable.RecalibrateRunReport, RecalibrateMarkdown.Of, RecalibratePage.Of));

    private static RecalibrateRunReport WithDigests(RecalibrateRunReport run, PendingFile written) => run with
    {
        Input = run.Input.WithDigests(),
        Output = run.Output with { Sha256 = run.Output.Written ? FileContent.Sha256(written.TemporaryPath) : null },
    };
}
