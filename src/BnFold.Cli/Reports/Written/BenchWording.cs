using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A benchmark in the words that its reports share.</summary>
internal static class BenchWording
{
    /// <summary>More nodes than this are left to the JSON report.</summary>
    private const int MaxNodes = 40;

    /// <summary>With fewer rounds, files that are equal were found apart by some per cent.</summary>
    private const int FewRounds = 20;

    public static Overview Overview(BenchRunReport run) => new()
    {
        Command = "bnfold bench",
        Model = run.Original,
        Headline = Headline(run.Benchmark),
        Remarks = [.. Warnings(run)],
        Files = [],
        Run = Circumstance.Of(run.CommandLine, run.Environment, run.ElapsedSeconds, run.Benchmark.OnnxRuntimeVersion,
        [
            new("processor", run.Cpu),
            new("threads", run.Benchmark.Threads == 0 ? "one per core" : Figures.Whole(run.Benchmark.Threads)),
            new("seed", $"{run.Benchmark.Seed}"),
            .. run.FoldedHere ? [new("other model", "folded for this run, and gone")] : Array.Empty<Circumstance>(),
            .. Circumstance.Of(run.Benchmark.Inputs),
        ]),
    };

    /// <summary>What a reader of the figures should know.</summary>
    public static IEnumerable<string> Warnings(BenchRunReport run)
    {
        if (run.Benchmark.Failure is not null) yield break;
        if (run.FoldedHere && run.Benchmark.Models is [var original, var other] && original.Summary == other.Summary)
            yield return $"nothing was folded, so the model is timed beside a copy of itself; 'bnfold {run.Original} --dry-run' says why";
        if (run.Benchmark.UnoptimizedFailure is { } failure) yield return $"not timed at level 0: {failure}";
        if (run.Options.Runs is < FewRounds and { } rounds)
            yield return $"--runs {rounds} tells large differences only; {FewRounds} and more are for small ones";
    }

    /// <summary>The name of a model's file, unless another has it too: the path as it was typed then.</summary>
    public static string Name(BenchmarkReport benchmark, string path)
    {
        var name = Path.GetFileName(path);
        return benchmark.Models.Count(model => Path.GetFileName(model.Path) == name) > 1 ? path : name;
    }

    public static FactTable Models(BenchRunReport run) => new(
        ["model", "size", "nodes", "BatchNormalization", "latency", "p5 - p95", "level 0", "load", "peak memory"],
        [
            .. run.Benchmark.Models.Select((model, i) =>
                new FactRow(Name(run.Benchmark, model.Path), Cells(model, run.Memory.ElementAtOrDefault(i)))),
        ]);

    /// <summary>The figures of a model, its name left out.</summary>
    public static IReadOnlyList<string> Cells(BenchmarkedModel model, MemoryFacts? memory) =>
    [
        Figures.Size(model.Bytes), Figures.Whole(model.Summary.Nodes), Figures.Whole(model.Summary.BatchNormalizations),
        Figures.Duration(model.Default.Latency.Median),
        $"{Figures.Duration(model.Default.Latency.P5)} - {Figures.Duration(model.Default.Latency.P95)}",
        model.Unoptimized is { } plain ? Figures.Duration(plain.Latency.Median) : "-",
        Figures.Duration(model.Default.Load.Median),
        memory?.PeakBytes is { } peak ? Figures.Size(peak) : "-",
    ];

    public static FactTable Comparisons(BenchRunReport run) => new(
        ["model", "speed", "at level 0", "load", "load at level 0"],
        [
            .. run.Benchmark.Comparisons.Select(comparison => new FactRow(
                Name(run.Benchmark, comparison.Path),
                Describe(comparison.Default), Describe(comparison.Unoptimized),
                Describe(comparison.Load), Describe(comparison.UnoptimizedLoad))
            {
                IsBad = comparison.Verdict is BenchmarkVerdict.Slower,
            }),
        ]);

    /// <summary>The nodes behind a difference, as shares of the time of the original's nodes; and how many there are.</summary>
    public static IEnumerable<(string Title, FactTable Nodes, int Count)> Nodes(BenchRunReport run, BenchmarkComparison comparison)
    {
        var profiled = Profiled(run.Benchmark);
        yield return ("BatchNormalizations", Nodes(comparison.BatchNormalizations, profiled), comparison.BatchNormalizations.Count);
        yield return ("Other nodes that changed", Nodes(comparison.OtherNodes, profiled), comparison.OtherNodes.Count);
    }

    /// <summary>What the original's BatchNormalizations take, in a sentence.</summary>
    public static string Share(BenchmarkComparison comparison) => comparison.BatchNormalizations.Count == 0
        ? "The original runs no node as BatchNormalization at the default level."
        : $"{Figures.Count(comparison.BatchNormalizations.Count, "BatchNormalization")} took {Figures.Percent(comparison.BatchNormShare)} "
            + "of the time of the original's nodes.";

    /// <summary>How many rows a table of nodes leaves out; null if none.</summary>
    public static string? LeftOut(int nodes) => nodes > MaxNodes ? $"… and {nodes - MaxNodes} more, which the JSON report has." : null;

    /// <summary>Seconds of all nodes of the original. The profiler takes time of its own at each: only shares mean something.</summary>
    public static double Profiled(BenchmarkReport benchmark) =>
        benchmark.Models.Take(1).SelectMany(model => model.Nodes).Sum(node => node.Seconds);

    public static string Share(double? seconds, double profiled) =>
        seconds is { } known ? Figures.Percent(profiled > 0 ? known / profiled : 0) : "gone";

    public static string Describe(RatioInterval? interval) =>
        interval is null ? "-" : $"{Figures.Ratio(interval.Ratio)}x ({Figures.Ratio(interval.Low)} to {Figures.Ratio(interval.High)})";

    private static FactTable Nodes(IReadOnlyList<NodeCostChange> nodes, double profiled) => new(
        ["node", "original", "other"],
        [
            .. nodes.Take(MaxNodes).Select(node =>
                new FactRow(node.Node, Share(node.Before, profiled), Share(node.After, profiled)) { Note = node.OpType }),
        ]);

    private static Headline Headline(BenchmarkReport benchmark)
    {
        if (benchmark.Failure is { } failure) return new("Not timed", "mixed", "The models could not be timed.", Wording.Sentence(failure));
        var (verdict, tone) = benchmark.Comparisons.Select(comparison => comparison.Verdict).Distinct().ToArray() switch
        {
            [BenchmarkVerdict.Faster] => ("Faster", "good"),
            [BenchmarkVerdict.Slower] => ("Slower", "bad"),
            [BenchmarkVerdict.NoGain or BenchmarkVerdict.FusedByRuntime] => ("No gain", "mixed"),
            _ => ("Timed", "mixed"),
        };
        return new(
            verdict, tone, $"{Figures.Count(benchmark.Models.Count, "model")} timed side by side.",
            string.Join(' ', benchmark.Comparisons.Select(comparison => Sentence(Name(benchmark, comparison.Path), comparison))));
    }

    private static string Sentence(string name, BenchmarkComparison comparison)
    {
        var speed = Describe(comparison.Default);
        return comparison.Verdict switch
        {
            BenchmarkVerdict.Faster => $"{name} is faster: {speed}.",
            BenchmarkVerdict.Slower => $"{name} is slower: {speed}.",
            BenchmarkVerdict.FusedByRuntime => $"{name} gains nothing, since ONNX Runtime fuses these by itself: {speed}.",
            _ => $"{name} gains nothing: {speed}.",
        };
    }
}
