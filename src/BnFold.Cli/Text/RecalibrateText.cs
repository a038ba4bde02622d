using System.Globalization;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Written;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run of <c>bnfold recalibrate</c>: the plan, a table of before and after, and what was written.</summary>
internal sealed class RecalibrateText(Terminal terminal, Verbosity verbosity)
{
    private const int MaxLeftAlone = 10;

    private readonly Ink _ink = terminal.Ink;

    public void WriteModel(FileFacts model) => Write($"{_ink.Strong(Printable.Line(model.Path))}  {Figures.Size(model.Bytes)}");

    /// <summary>What is going to be done, before it is.</summary>
    public void WritePlan(RecalibrationPlan plan)
    {
        if (plan.Nodes == 0) return;
        Write($"plan      {Figures.Count(plan.Nodes, "BatchNormalization")} on {Figures.Count(plan.Levels, "level")}: "
            + $"{plan.Passes} runs of about {Figures.Count(plan.Samples, "sample")}, some {Figures.Seconds(plan.Estimate.TotalSeconds)}");
    }

    public void WriteNodes(RecalibrateRunReport run)
    {
        var facts = run.Recalibration;
        if (facts.Nodes.Count > 0) WriteTable(facts.Nodes);
        foreach (var node in facts.Nodes) WriteNotes(node);
        var shown = verbosity is Verbosity.Verbose ? facts.LeftAlone.Count : MaxLeftAlone;
        foreach (var (node, inside, reason) in facts.LeftAlone.Take(shown))
            Write(Printable.Line($"  left alone  {(inside is null ? node : $"{node} (in {inside})")}: {reason}"));
        if (facts.LeftAlone.Count > shown) Write($"  left alone  {facts.LeftAlone.Count - shown} more (-v shows all; --report lists all)");
        if (facts.Nodes.Count + facts.LeftAlone.Count == 0) Write("  it has no BatchNormalization: nothing to estimate");
        if (RecalibrateWording.FewSamples(facts) is { } few) terminal.Warn(few);
        if (RecalibrateWording.LeftOut(facts) is { } leftOut) terminal.Warn(leftOut);
        if (facts.SkippedCount == 1) terminal.Warn($"skipped: {facts.Skipped[0].Problem}");
        if (facts.SkippedCount > 1)
            terminal.Warn(FormattableString.Invariant($"{facts.SkippedCount} files or samples skipped, first: {facts.Skipped[0].Problem}"));
        if (verbosity is Verbosity.Verbose)
            foreach (var skipped in facts.Skipped) Write(Printable.Line($"  skipped  {skipped.Problem}"));
    }

    public void WriteResult(RecalibrateRunReport run)
    {
        var facts = run.Recalibration;
        var version = facts.OnnxRuntimeVersion is { } found ? $"   ONNX Runtime {found}" : "";
        Write(FormattableString.Invariant($"recalibrated {facts.Nodes.Count}, left alone {facts.LeftAlone.Count}{version}"));
        if (run.Output.Written)
        {
            var data = run.Output.ExternalData is { } name ? $" and {Printable.Line(name)}" : "";
            var (size, time) = (Figures.Size(run.Output.Bytes ?? 0), Figures.Seconds(run.ElapsedSeconds));
            Write($"wrote     {Printable.Line(run.Output.Path)}{data}  {size}   {time}");
        }
        if (facts.Unsettled is [var first, ..])
        {
            terminal.Fail($"{run.Input.Path}: the statistics of '{first}' don't fit the data they were made from, "
                + "so the model computes something else in every run; nothing was written");
        }
    }

    private void WriteNotes(RecalibratedFacts node)
    {
        if (node.Kept.Count > 0) Write(Printable.Line($"  left alone  {node.Node}: {RecalibrateWording.Kept(node)}"));
        if (node.Constant.Count > 0) Write(_ink.Mixed(Printable.Line($"  {node.Node}: {RecalibrateWording.Constant(node)}")));
    }

    private void WriteTable(IReadOnlyList<RecalibratedFacts> nodes)
    {
        string[] titles = ["node", "level", "channels", "before: max σ", "beyond", "mean shift", "variance", "after: max σ"];
        string[][] rows = [titles, .. nodes.Select(Cells)];
        var widths = titles.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var cells = rows[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            var line = string.Join("  ", cells);
            Write($"  {(i == 0 ? _ink.Faint(line) : line)}");
        }
    }

    private static string[] Cells(RecalibratedFacts node) =>
    [
        Printable.Short(node.Node),
        node.Level.ToString(CultureInfo.InvariantCulture),
        node.Channels.ToString(CultureInfo.InvariantCulture),
        Figures.Magnitude(node.Before.MaxDistance),
        Figures.Percent(node.Before.BeyondThreshold),
        Figures.Signed(node.Before.MeanShift),
        "×" + Figures.Magnitude(node.Before.VarianceRatio),
        Figures.Magnitude(node.After.MaxDistance),
    ];

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
