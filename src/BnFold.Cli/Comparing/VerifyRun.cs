using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Reports;
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
        if (request.Report is { } target)
            ReportFile.CheckTarget(target, [request.Original, request.Other, .. request.Certificate is { } path ? [path] : Array.Empty<string>()]);
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
        if (request.Report is null) return;
        var complete = run with
        {
            ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3),
            Original = request.Run ? run.Original.WithDigests() : run.Original.WithDigest(),
            Other = request.Run ? run.Other.WithDigests() : run.Other.WithDigest(),
        };
        using var report = ReportFile.Write(request.Report, complete, ReportJson.Readable.VerifyRunReport);
        report.Commit();
    }
}
