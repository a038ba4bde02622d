using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Folding;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Html;
using BnFold.Cli.Reports.Markdown;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;

namespace BnFold.Cli.Benching;

/// <summary>Folds the model if there is nothing to compare it with, times all models, and measures the memory of each.</summary>
internal sealed class BenchRun(BenchRequest request, CommandContext context)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public int Execute()
    {
        ReportFiles.CheckTargets(request.Reports, [request.Original, .. request.Others], InputFiles.Of(request.Options.Inputs));
        if (!Directory.Exists(Path.GetTempPath()))
            throw new IOException($"{Path.GetTempPath()}: there is no such folder for temporary files; TMPDIR names another");
        var folder = request.Others.Count == 0 ? Directory.CreateTempSubdirectory("bnfold-") : null;
        try
        {
            var others = folder is null ? request.Others : [Fold(folder.FullName)];
            var (benchmark, memory) = Measure(others);
            var run = new BenchRunReport
            {
                CommandLine = context.Arguments,
                Environment = EnvironmentFacts.Here,
                Options = BenchOptionFacts.Of(request),
                Cpu = Cpu.Name,
                Original = request.Original,
                FoldedHere = folder is not null,
                Benchmark = benchmark,
                Memory = memory,
            };
            new BenchText(context.Terminal, request.Verbosity).Write(run);
            context.Cancellation.ThrowIfCancellationRequested();
            Write(run);
            return run.ExitCode;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private string Fold(string folder)
    {
        var output = Path.Combine(folder, Path.GetFileNameWithoutExtension(request.Original) + ".folded.onnx");
        var fold = new FoldRequest { Model = request.Original, Output = output, Folding = new() { MergeBranches = request.MergeBranches } };
        using var folded = FoldedModel.Make(fold, context);
        folded.Pending!.Commit();
        return output;
    }

    private (BenchmarkReport Benchmark, IReadOnlyList<MemoryFacts> Memory) Measure(IReadOnlyList<string> others)
    {
        using var status = StatusLine.On(context.Terminal, request.Verbosity, "timing");
        status.Begin();
        try
        {
            var benchmark = ModelBenchmark.Run(request.Original, others, request.Options, status, context.Cancellation);
            if (!request.Memory || benchmark.Failure is not null) return (benchmark, []);
            status.Report(new("measuring memory", 0.98));
            var memory = benchmark.Models.Select(
                model => MemoryProcess.Measure(model.Path, benchmark.Inputs, request, context.Cancellation));
            return (benchmark, [.. memory]);
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            return (new()
            {
                OnnxRuntimeVersion = "",
                Seed = request.Options.Inputs.Seed,
                Threads = request.Options.Threads,
                Failure = exception.Message,
            }, []);
        }
    }

    private void Write(BenchRunReport run)
    {
        if (request.Reports.Count == 0) return;
        run = run with { ElapsedSeconds = Math.Round(_clock.Elapsed.TotalSeconds, 3) };
        using var reports = ReportFiles.Write(request.Reports, target =>
            ReportFormats.Write(target, run, ReportJson.Readable.BenchRunReport, BenchMarkdown.Of, BenchPage.Of));
        reports.Commit();
    }
}
