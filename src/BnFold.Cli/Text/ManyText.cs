using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run over many models: a line for each, and how they count in the end.</summary>
internal sealed class ManyText(Terminal terminal, Verbosity verbosity, bool asJson)
{
    private const int LabelWidth = 10;

    private readonly Ink _ink = terminal.Ink;

    public void WriteLine(ModelLine line)
    {
        if (asJson) terminal.Output.WriteLine(line.ToJson());
        else Write($"{Label(line.Status)}{Describe(line)}");
        foreach (var warning in line.Warnings) terminal.Warn($"{line.Model}: {warning}");
        if (line.Status is ModelStatus.Unusable) terminal.Fail(line.Reason!);
        if (line.Status is ModelStatus.Differs) terminal.Fail($"{line.Output} was not written: {line.Reason}");
        if (line.Status is ModelStatus.Unproven) terminal.Fail($"{line.Output} was written, but could not be verified: {line.Reason}");
    }

    public void WriteSummary(IReadOnlyList<ModelLine> lines)
    {
        if (asJson) return;
        Write("");
        WriteRow(_ink.Faint, "", "models", "folded", "kept", "time");
        foreach (var group in lines.GroupBy(line => line.Status).OrderBy(group => group.Key)) WriteSums(Word(group.Key), [.. group]);
        WriteSums("all", lines);
    }

    private void WriteSums(string label, IReadOnlyList<ModelLine> lines) => WriteRow(
        text => text, label, Figures.Whole(lines.Count), Figures.Whole(lines.Sum(line => line.Folded ?? 0)),
        Figures.Whole(lines.Sum(line => line.Kept ?? 0)), Figures.Seconds(lines.Sum(line => line.ElapsedSeconds ?? 0)));

    private void WriteRow(Func<string, string> paint, string label, params string[] cells) =>
        Write(paint(label.PadRight(LabelWidth) + string.Concat(cells.Select(cell => cell.PadLeft(9)))));

    private static string Describe(ModelLine line)
    {
        var model = Printable.Line(line.Model);
        var reasons = string.Join(", ", line.KeptReasons.Select(reason => $"{reason.Key} {reason.Value}"));
        return line.Folded is not { } folded ? model
            : $"{model}  folded {folded}, kept {line.Kept}{(reasons.Length > 0 ? $" ({reasons})" : "")}  {line.Nodes} -> {line.FoldedNodes} nodes  {Figures.Seconds(line.ElapsedSeconds ?? 0)}";
    }

    private string Label(ModelStatus status)
    {
        var word = Word(status);
        return Paint(status, word) + new string(' ', LabelWidth - word.Length);
    }

    private string Paint(ModelStatus status, string word) => status switch
    {
        ModelStatus.Verified => _ink.Good(word),
        ModelStatus.Differs or ModelStatus.Unusable => _ink.Bad(word),
        ModelStatus.Skipped or ModelStatus.Unchanged => _ink.Faint(word),
        _ => _ink.Mixed(word),
    };

    private static string Word(ModelStatus status) => status switch
    {
        ModelStatus.DryRun => "dry run",
        _ => status.ToString().ToLowerInvariant(),
    };

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
