using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Measuring;

/// <summary>Measures, or merges what was measured in parts, and says what it came to.</summary>
internal sealed class StatsRun(StatsRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>All that is written: reports, and moments if they are asked for.</summary>
    private IReadOnlyList<string> Targets => [.. request.Reports, .. request.Moments is { } moments ? [moments] : Array.Empty<string>()];

    public int Execute()
    {
        CheckTargets();
        MomentsFacts measured;
        try
        {
            measured = request.Model is { } model ? Measure(model) : Merge();
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            context.Terminal.Fail(exception.Message);
            return ExitCode.NotVerified;
        }
        var run = StatsRunReport.Of(measured, StatisticsReport.Of(measured.Population(), request.Threshold)) with
        {
            CommandLine = context.Arguments,
            Options = StatsOptionFacts.Of(request),
            ExitCode = 0,
        };
        // Parts without samples merge like any other, so they are no failure.
        if (!measured.LacksSamples) run = run with { ExitCode = ExitCodeOf(run) };
        else context.Terminal.Warn($"part {measured.Shard} of {measured.Shards} has no sample: {Problem(measured)}");
        run = run with { ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3) };
        context.Cancellation.ThrowIfCancellationRequested();
        Write(run, measured);
        new StatsText(context.Terminal, request.Verbosity).Write(run);
        return run.ExitCode;
    }

    /// <summary>What is written must take the place of nothing that is read, nor of each other.</summary>
    private void CheckTargets()
    {
        string[] models = request.Model is { } path ? [path] : [];
        var data = request.Data?.Files ?? [];
        ReportFiles.CheckTargets(request.Reports, models, data);
        if (request.Moments is { } moments)
        {
            ReportFile.CheckTarget(moments, models);
            ReportFile.CheckApart(moments, request.Reports, "a report");
            ReportFile.CheckApart(moments, data, "a file of data");
            ReportFiles.CheckWeights([moments], models);
        }
        foreach (var target in Targets) ReportFile.CheckApart(target, request.Parts, "moments to be merged");
    }

    private MomentsFacts Measure(string model)
    {
        var file = FileFacts.Of(model);
        using var status = StatusLine.On(context.Terminal, request.Verbosity, "measuring");
        status.Show("opening");
        var found = StatisticsCollector.Collect(
            model, request.Data!, request.Resources, new SampleProgress(status, "measuring"), context.Cancellation);
        var isWanted = request.Moments is not null || request.Reports.Count > 0;
        return MomentsFacts.Of(isWanted ? file.WithDigests() : file, request.Data!, found);
    }

    private MomentsFacts Merge()
    {
        var merge = new MomentsMerge([.. request.Parts.Select(part => (part, MomentsFile.Read(part)))]);
        foreach (var warning in merge.Warnings) context.Terminal.Warn(warning);
        return merge.Merge();
    }

    private int ExitCodeOf(StatsRunReport run) => run.Verdict switch
    {
        DriftVerdict.NotMeasured => ExitCode.NotVerified,
        DriftVerdict.Drifts when request.FailOnDrift => ExitCode.Differs,
        _ => ExitCode.Done,
    };

    private static string Problem(MomentsFacts empty) => empty switch
    {
        { SkippedCount: 1 } => "1 was skipped",
        { SkippedCount: > 0 } => FormattableString.Invariant($"{empty.SkippedCount} were skipped"),
        { LeftOut: 1 } => "its only one doesn't fill a batch",
        { LeftOut: > 0 } => FormattableString.Invariant($"its {empty.LeftOut} don't fill a batch"),
        _ => "there are fewer samples than parts",
    };

    private void Write(StatsRunReport run, MomentsFacts measured)
    {
        using var files = ReportFiles.Write(Targets, target => target == request.Moments
            ? ReportFile.Write(target, measured, ReportJson.OneLine.MomentsFacts)
            : ReportFormats.Write(target, run, ReportJson.Readable.StatsRunReport, StatsMarkdown.Of, StatsPage.Of));
        files.Commit();
    }
}
