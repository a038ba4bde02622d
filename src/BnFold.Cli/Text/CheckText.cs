using System.Globalization;
using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Written;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run of <c>bnfold check</c> as a table.</summary>
internal sealed class CheckText(Terminal terminal, Verbosity verbosity)
{
    private readonly Ink _ink = terminal.Ink;

    public void Write(CheckRunReport run)
    {
        var check = run.Check;
        Write($"{_ink.Strong(Printable.Line(run.Model.Path))}  {Figures.Size(run.Model.Bytes)}, {check.Nodes.Count} BatchNormalization");
        if (check.Nodes.Count > 0) WriteTable(check.Nodes);
        else Write("  it has no BatchNormalization: nothing to check");
        foreach (var node in check.Nodes) WriteNotes(node);
        if (verbosity is Verbosity.Verbose)
            foreach (var input in check.Inputs) Write(Printable.Line($"fed: {input.Name} {Figures.Dims(input.Dims)} {input.Type}"));
        if (check.Failure is { } failure) terminal.Warn($"the model can't run as a whole: {failure}");
        if (check.Nodes.Count > 0) WriteSummary(check);
        Fail(run);
    }

    private void WriteTable(IReadOnlyList<BatchNormCheck> nodes)
    {
        string[] titles = ["node", "channels", "max |Δ|", "max ULP", "p50", "p99", "worst channel", "verdict"];
        string[][] rows = [titles, .. nodes.Select(Cells)];
        var widths = titles.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            // Names to the left, figures to the right, the verdict in its colour and last.
            var cells = rows[i].Select((cell, column) => column is 0 or 7 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            var line = string.Join("  ", cells).TrimEnd();
            Write($"  {(i == 0 ? _ink.Faint(line) : Paint(nodes[i - 1].Verdict)(line))}");
        }
    }

    private static string[] Cells(BatchNormCheck node)
    {
        var name = Printable.Short(node.Inside is null ? node.Node : $"{node.Node} (in {node.Inside})");
        var channels = node.Channels?.ToString(CultureInfo.InvariantCulture) ?? "";
        if (!CheckWording.IsCompared(node))
            return [name, channels, "", "", "", "", "", Verdict(node.Verdict)];
        return
        [
            name, channels, Figures.Scientific(node.MaxDifference), Number(node.MaxUlp), Number(node.Ulp50), Number(node.Ulp99),
            node.WorstChannel?.ToString(CultureInfo.InvariantCulture) ?? "", Verdict(node.Verdict),
        ];
    }

    private void WriteNotes(BatchNormCheck node)
    {
        if (node.Reason is { } reason) Write(Printable.Line($"  {node.Node}: {reason}"));
        foreach (var (kind, channels, first, value) in node.Suspicions)
            Write(_ink.Mixed(Printable.Line($"  {node.Node}: {CheckWording.Describe(kind)} in {Figures.Count(channels, "channel")}, first {first}: {Figures.Number(value)}")));
        if (verbosity is Verbosity.Verbose && node.WorstChannel is { } worst)
        {
            var (runtime, reference) = Figures.Numbers(node.Runtime, node.Reference);
            Write(Printable.Line($"  {node.Node}: worst in channel {worst}: {runtime}, reference {reference}, {Figures.Scientific(node.MaxShareOfLimit)} of its limit"));
        }
    }

    private void WriteSummary(BatchNormCheckReport check)
    {
        var agree = check.Nodes.Count(node => node.Verdict is BatchNormCheckVerdict.Agrees);
        var version = check.OnnxRuntimeVersion is { } found ? $"   ONNX Runtime {found}" : "";
        Write($"{agree} of {check.Nodes.Count} agree with the reference{version}");
    }

    private void Fail(CheckRunReport run)
    {
        if (run.Check.Nodes.FirstOrDefault(node => node.Verdict is BatchNormCheckVerdict.Differs) is { } node)
            terminal.Fail($"{run.Model.Path}: BatchNormalization '{node.Node}' differs from the reference: channel {node.WorstChannel} {node.Reason}");
        if (run.ExitCode == ExitCode.NotVerified)
            terminal.Fail($"{run.Model.Path}: none could be compared: {run.Check.Nodes[0].Reason}");
    }

    private Func<string, string> Paint(BatchNormCheckVerdict verdict) => verdict switch
    {
        BatchNormCheckVerdict.Agrees => text => text,
        BatchNormCheckVerdict.Differs => _ink.Bad,
        _ => _ink.Mixed,
    };

    private static string Verdict(BatchNormCheckVerdict verdict) =>
        verdict is BatchNormCheckVerdict.Differs ? "DIFFERS" : CheckWording.Describe(verdict);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
