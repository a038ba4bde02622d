using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Comparing;

/// <summary>Checks the certificate, if there is one, and compares the models, if that was asked for.</summary>
internal sealed class VerifyRun(VerifyRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly VerifyText _text = new(context.Terminal, request.Verbosity);

    public int Execute()
    {
        CheckRequest();
        var run = new VerifyRunReport
        {
            CommandLine = context.Arguments,
            Environment = EnvironmentFacts.Here,
            Options = VerifyOptionFacts.Of(request.Verification),
            Original = Describe(request.Original),
            Other = Describe(request.Other),
            Certificate = request.Certificate is { } certificate ? Certificate.Check(certificate, request.Original, request.Other) : null,
        };
        _text.WriteModels(run);
        if (request.Run) run = run with { Verification = Compare() };
        _text.WriteResult(run);
        context.Cancellation.ThrowIfCancellationRequested();
        Write(run);
        return run.ExitCode;
    }

    /// <summary>What is written must take the place of nothing that is read.</summary>
    private void CheckRequest()
    {
        ReportFiles.CheckTargets(request.Reports, [request.Original, request.Other], InputFiles.Of(request.Verification));
        if (request.Certificate is not { } certificate) return;
        foreach (var target in request.Reports) ReportFile.CheckApart(target, [certificate], "the certificate");
    }

    /// <summary>A certificate speaks of bytes; only what is run must be a model.</summary>
    private FileFacts Describe(string path) => request.Run ? FileFacts.Of(path) : FileFacts.OfBytes(path);

    private VerificationFacts Compare()
    {
        using var status = StatusLine.On(context.Terminal, request.Verbosity, "verifying");
        status.Begin();
        try
        {
            return VerificationFacts.Of(
                context.Compare(request.Original, request.Other, request.Verification, status, context.Cancellation));
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            return VerificationFacts.NotPossible(exception.Message);
        }
    }

    private void Write(VerifyRunReport run)
    {
        if (request.Reports.Count == 0) return;
        var complete = run with
        {
            ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3),
            Original = request.Run ? run.Original.WithDigests() : run.Original.WithDigest(),
            Other = request.Run ? run.Other.WithDigests() : run.Other.WithDigest(),
            Verification = run.Verification?.WithDigests(),
        };
        using var reports = ReportFiles.Write(request.Reports, target =>
            ReportFormats.Write(target, complete, ReportJson.Readable.VerifyRunReport, VerifyMarkdown.Of, VerifyPage.Of));
        reports.Commit();
    }
}
