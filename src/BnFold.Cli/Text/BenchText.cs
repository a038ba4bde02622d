using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Written;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run of <c>bnfold bench</c>: a row for each model, and what the difference is and where it comes from.</summary>
internal sealed class BenchText(Terminal terminal, Verbosity verbosity)
{
    private const int FewNodes = 5;

    private readonly Ink _ink = terminal.Ink;

    public void Write(BenchRunReport run)
    {
        var benchmark = run.Benchmark;
        if (benchmark.Failure is { } failure)
        {
            terminal.Fail($"{run.Original}: could not be timed: {failure}");
            return;
        }
        WriteTable(run);
        foreach (var warning in BenchWording.Warnings(run)) terminal.Warn(warning);
        var profiled = BenchWording.Profiled(benchmark);
        foreach (var comparison in benchmark.Comparisons) WriteComparison(Printable.Line(BenchWording.Name(benchmark, comparison.Path)), comparison, profiled);
        var threads = benchmark.Threads == 0 ? "all cores" : Figures.Count(benchmark.Threads, "thread");
        var inputs = string.Join(", ", benchmark.Inputs.Select(input => $"{input.Name} {Figures.Dims(input.Dims)}"));
        Write(Printable.Line($"fed {inputs}   {threads}   ONNX Runtime {benchmark.OnnxRuntimeVersion}   {run.Cpu}"));
    }

    private void WriteTable(BenchRunReport run)
    {
        string[] titles = ["model", "size", "nodes", "BN", "latency", "p5 - p95", "level 0", "load", "peak memory"];
        string[][] rows = [titles, .. run.Benchmark.Models.Select((model, i) => Cells(run.Benchmark, model, run.Memory.ElementAtOrDefault(i)))];
        var widths = titles.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var (number, row) in rows.Index())
        {
            var line = string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])));
            Write(number == 0 ? _ink.Faint(line) : line);
        }
    }

    private static string[] Cells(BenchmarkReport benchmark, BenchmarkedModel model, MemoryFacts? memory) =>
        [Printable.Line(BenchWording.Name(benchmark, model.Path)), .. BenchWording.Cells(model, memory)];

    private void WriteComparison(string name, BenchmarkComparison comparison, double profiled)
    {
        var speed = BenchWording.Describe(comparison.Default);
        var (paint, verdict) = comparison.Verdict switch
        {
            BenchmarkVerdict.Faster => ((Func<string, string>)_ink.Good, $"faster: {speed}"),
            BenchmarkVerdict.Slower => (_ink.Bad, $"slower: {speed}"),
            BenchmarkVerdict.FusedByRuntime => (_ink.Mixed, $"no gain: ONNX Runtime fuses these by itself: {speed}"),
            _ => (_ink.Mixed, $"no gain: {speed}"),
        };
        Write($"{_ink.Strong(name)}  {paint(verdict)}");
        var level0 = comparison.Unoptimized is { } plain ? $"level 0 {BenchWording.Describe(plain)}   " : "";
        Write($"  {level0}load {BenchWording.Describe(comparison.Load)}");
        WriteWhere(comparison, profiled);
    }

    /// <param name="comparison">The model against the original.</param>
    /// <param name="profiled">
    /// Seconds of all nodes of the original. The profiler takes time of its own at each, so they don't add up to the latency: shares are
    /// shown.
    /// </param>
    private void WriteWhere(BenchmarkComparison comparison, double profiled)
    {
        var norms = comparison.BatchNormalizations;
        var (sites, share) = (Figures.Count(norms.Count, "BatchNormalization"), Figures.Percent(comparison.BatchNormShare));
        if (norms.Count == 0)
            Write("  the original runs no node as BatchNormalization at the default level");
        else
            Write($"  {sites} took {share} of the time of the original's nodes:");
        WriteNodes(norms, profiled);
        if (comparison.Verdict is not (BenchmarkVerdict.Faster or BenchmarkVerdict.Slower) && verbosity is not Verbosity.Verbose) return;
        Write("  other nodes, by how much they changed, as shares of that time:");
        WriteNodes(comparison.OtherNodes, profiled);
    }

    private void WriteNodes(IReadOnlyList<NodeCostChange> nodes, double profiled)
    {
        var shown = verbosity is Verbosity.Verbose ? nodes : [.. nodes.Take(FewNodes)];
        foreach (var node in shown)
        {
            var (before, after) = (BenchWording.Share(node.Before, profiled), BenchWording.Share(node.After, profiled));
            Write($"    {before,6} -> {after,6}  {Printable.Line($"{node.OpType} '{node.Node}'")}");
        }
        if (nodes.Count > shown.Count) Write($"    and {nodes.Count - shown.Count} more (-v)");
    }

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
