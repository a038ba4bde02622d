using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Checking;

/// <summary>Checks the BatchNormalizations of a model and says what was found.</summary>
internal sealed class CheckRun(CheckRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public int Execute()
    {
        ReportFiles.CheckTargets(request.Reports, [request.Model], InputFiles.Of(request.Verification));
        var run = new CheckRunReport
        {
            CommandLine = context.Arguments,
            Environment = EnvironmentFacts.Here,
            Options = VerifyOptionFacts.Of(request.Verification),
            Model = FileFacts.Of(request.Model),
            Check = Check(),
        };
        new CheckText(context.Terminal, request.Verbosity).Write(run);
        context.Cancellation.ThrowIfCancellationRequested();
        if (request.Reports.Count == 0) return run.ExitCode;

        run = run with { ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3), Model = run.Model.WithDigests() };
        using var reports = ReportFiles.Write(request.Reports, target =>
            ReportFormats.Write(target, run, ReportJson.Readable.CheckRunReport, CheckMarkdown.Of, CheckPage.Of));
        reports.Commit();
        return run.ExitCode;
    }

    private BatchNormCheckReport Check()
    {
        using var status = StatusLine.On(context.Terminal, request.Verbosity, "checking");
        status.Begin();
        return BatchNormChecker.Check(request.Model, request.Verification, status, context.Cancellation);
    }
}
