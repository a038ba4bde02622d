using System.Globalization;
using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run of <c>bnfold stats</c> as a table with bars.</summary>
internal sealed class StatsText(Terminal terminal, Verbosity verbosity)
{
    private const int MaxRows = 40;
    private const int BarLength = 16;
    private const int BarColumn = 2;

    private readonly Ink _ink = terminal.Ink;

    public void Write(StatsRunReport run)
    {
        var size = run.Model.Bytes > 0 ? $"{Figures.Size(run.Model.Bytes)}, " : "";
        Write($"{_ink.Strong(Printable.Line(run.Model.Path))}  {size}{run.Nodes.Count} BatchNormalization");
        if (run.Nodes.Count > 0) WriteFindings(run);
        if (run.ExitCode == ExitCode.Differs) terminal.Fail($"{run.Model.Path}: the data does not fit the stored statistics");
        if (run.ExitCode == ExitCode.NotVerified) terminal.Fail($"{run.Model.Path}: nothing could be measured: {WhyNot(run)}");
    }

    private static string WhyNot(StatsRunReport run) =>
        run.Nodes.Count == 0 ? "it has no BatchNormalization"
        : run.Nodes.Count == 1 ? run.Nodes[0].NotMeasured!
        : $"{run.Nodes.Count} BatchNormalization, the first: {run.Nodes[0].NotMeasured}";

    private void WriteFindings(StatsRunReport run)
    {
        Write($"data      {Data(run)}");
        WriteTable(run);
        foreach (var node in run.Nodes) WriteNotes(node);
        Write(Verdict(run));
        if (run.Verdict is not DriftVerdict.NotMeasured && run.Uncertainty > run.Threshold / 2)
            terminal.Warn(Figures.FewSamples(run.Samples, run.Uncertainty));
        foreach (var skipped in run.Skipped.Take(verbosity is Verbosity.Verbose ? int.MaxValue : 3)) terminal.Warn($"skipped: {skipped.Problem}");
    }

    private static string Data(StatsRunReport run)
    {
        var text = $"{Figures.Count(run.Samples, "sample")} in {Figures.Count(run.Files, "file")}";
        if (run.SkippedCount > 0) text += $", {run.SkippedCount} skipped";
        if (run.LeftOut > 0) text += $", {run.LeftOut} left out that fill no batch";
        return text;
    }

    private void WriteTable(StatsRunReport run)
    {
        NodeDriftFacts[] measured = [.. run.Nodes.Where(node => node.Distance is not null)];
        if (measured.Length == 0) return;
        var shown = measured;
        if (measured.Length > MaxRows && verbosity is not Verbosity.Verbose)
        {
            var farthest = measured.OrderByDescending(Far).Take(MaxRows / 2).ToHashSet();
            shown = [.. measured.Where(farthest.Contains)];
            Write($"the {shown.Length} of {measured.Length} that are farthest off; -v shows all");
        }
        string[] titles = ["node", "channels", "drift, σ", "", "worst channel", "mean shift, σ", "variance ×", "KL, nats", "beyond"];
        var scale = Math.Max(1, measured.Select(node => node.Distance!.Value).Where(double.IsFinite).DefaultIfEmpty(0).Max());
        string[][] rows = [titles, .. shown.Select(node => Cells(node, scale))];
        var widths = titles.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var cells = rows[i].Select((cell, column) => column is 0 or BarColumn ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            var line = $"  {string.Join("  ", cells).TrimEnd()}";
            Write(i == 0 ? _ink.Faint(line) : shown[i - 1].Verdict is DriftVerdict.Drifts ? _ink.Mixed(line) : line);
        }
    }

    private static string[] Cells(NodeDriftFacts node, double scale)
    {
        var name = Printable.Short(node.Inside is null ? node.Node : $"{node.Node} (in {node.Inside})");
        var channels = node.Channels?.ToString(CultureInfo.InvariantCulture) ?? "";
        var distance = node.Distance!.Value;
        var worst = node.Worst is [var first, ..] ? first : (ChannelDrift?)null;
        return
        [
            name, channels, Bar(distance / scale), Figures.Magnitude(distance),
            worst?.Channel.ToString(CultureInfo.InvariantCulture) ?? "",
            worst is { } shift ? Figures.Signed(shift.MeanShift) : "",
            worst is { } ratio ? Figures.Magnitude(ratio.VarianceRatio) : "",
            Figures.Magnitude(node.Divergence!.Value),
            Figures.Percent(node.BeyondThreshold),
        ];
    }

    /// <summary>A share as a bar, to the eighth of a character.</summary>
    private static string Bar(double share)
    {
        if (!double.IsFinite(share)) return new('█', BarLength);
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * BarLength * 8);
        var rest = eighths % 8 == 0 ? "" : ((char)('█' + (8 - (eighths % 8)))).ToString();
        return new string('█', eighths / 8) + rest;
    }

    private void WriteNotes(NodeDriftFacts node)
    {
        if (node.NotMeasured is { } why) Write(Printable.Line($"  {node.Node}: not measured: {why}"));
        if (node.NotFinite > 0) Write(_ink.Bad(Printable.Line($"  {node.Node}: got {node.NotFinite} numbers that are not finite")));
        if (node.Constant.Count > 0) Write(_ink.Mixed(Printable.Line($"  {node.Node}: gets a constant in {Figures.Channels(node.Constant)}")));
        if (node.Unscaled.Count > 0) Write(_ink.Mixed(Printable.Line($"  {node.Node}: has a scale of 0 in {Figures.Channels(node.Unscaled)}")));
    }

    private string Verdict(StatsRunReport run)
    {
        NodeDriftFacts[] measured = [.. run.Nodes.Where(node => node.Verdict is not DriftVerdict.NotMeasured)];
        var drifting = measured.Count(node => node.Verdict is DriftVerdict.Drifts);
        var version = run.OnnxRuntime is { } found ? $"   ONNX Runtime {found}" : "";
        var channels = run.MaxDistance is not { } distance ? ""
            : $"; {Figures.Percent(run.BeyondThreshold)} of all channels are beyond {Figures.Magnitude(run.Threshold)} σ, the farthest by {Figures.Magnitude(distance)} σ";
        return run.Verdict switch
        {
            DriftVerdict.Fits => $"{_ink.Good("fits")}      {measured.Length} of {run.Nodes.Count} measured{channels}{version}",
            DriftVerdict.Drifts => $"{_ink.Mixed("drifts")}    {drifting} of {measured.Length} BatchNormalization{channels}{version}",
            _ => "nothing was measured",
        };
    }

    private static double Far(NodeDriftFacts node) => double.IsNaN(node.Distance!.Value) ? double.PositiveInfinity : node.Distance.Value;

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
