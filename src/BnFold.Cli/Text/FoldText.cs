using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run of <c>bnfold MODEL</c> in words, told while it goes on.</summary>
internal sealed class FoldText(Terminal terminal, Verbosity verbosity)
{
    private const string Margin = "          ";
    private const long MostGrowth = 100_000;

    private readonly Ink _ink = terminal.Ink;

    public void WriteModel(ModelFacts model)
    {
        if (verbosity is Verbosity.Quiet) return;
        var content = Content(model.Nodes, model.BatchNormalizations);
        Write($"{_ink.Strong(Printable.Line(model.Path))}  {Figures.Size(model.Bytes)}, opset {model.Opset}, {content}");
    }

    public void WriteOutcomes(FoldRunReport run)
    {
        if (verbosity is Verbosity.Quiet) return;
        if (run.Outcomes.Count == 0)
            Write("  it has no BatchNormalization" + (run.ArithmeticFolded == 0 ? ": nothing to fold" : ""));
        else
            WriteBatchNorms(run.Outcomes);
        if (run.ArithmeticFolded > 0) Write($"  also    {Figures.Count(run.ArithmeticFolded, "node")} of arithmetic with constants folded");
        if (verbosity is Verbosity.Verbose) WriteIndented(OutcomeText.ArithmeticLines(run.Arithmetic));
        foreach (var line in AlsoText.Lines(run)) Write($"  also    {line}");
    }

    private void WriteBatchNorms(IReadOnlyList<OutcomeFacts> outcomes)
    {
        OutcomeFacts[] folded = [.. outcomes.Where(outcome => outcome.Route is not null)];
        OutcomeFacts[] kept = [.. outcomes.Where(outcome => outcome.Route is null)];
        var width = $"{outcomes.Count}".Length;
        var into = folded.Length > 0 ? $"  into {OutcomeText.Hosts(folded)}" : "";
        Write($"  folded  {folded.Length.ToString().PadLeft(width)}{into}");
        if (verbosity is Verbosity.Verbose) WriteIndented(OutcomeText.FoldedLines(folded));
        Write($"  kept    {kept.Length.ToString().PadLeft(width)}");
        WriteIndented(OutcomeText.KeptLines(kept, verbosity, _ink));
    }

    public void WriteVerification(FoldRunReport run)
    {
        if (run.Verification is { } verification) WriteVerdict(verification);
        else if (!run.Options.DryRun) WriteLabelled(_ink.Mixed, "unchecked", ["not compared with the original, as asked"]);

        foreach (var warning in run.Warnings.Concat(run.Verification is { } compared ? VerificationText.Warnings(compared) : [])) terminal.Warn(warning);
    }

    /// <summary>What there is to show for it, and what is wrong with it, which is said even when asked to be quiet.</summary>
    public void WriteResult(FoldRunReport run)
    {
        var output = run.Output;
        var path = Printable.Line(output.Path);
        var content = Content(output.Nodes, output.BatchNormalizations);
        var time = Figures.Seconds(run.ElapsedSeconds);
        var beside = output.ExternalData is { } data ? $", weights in {Printable.Line(data)}" : "";
        if (output.Bytes is { } bytes && output.Written)
            WriteLabelled(_ink.Good, "wrote", [$"{path}  {Figures.Size(bytes)}{beside}, {content}   {time}", .. Growth(run.Input.Bytes, bytes)]);
        else if (run.Options.DryRun) WriteLabelled(_ink.Mixed, "dry run", [$"nothing written; {path} would have {content}   {time}"]);

        var reason = run.Verification?.Reason;
        if (run.ExitCode == ExitCode.Differs) terminal.Fail($"{output.Path} was not written: {reason}");
        if (run.ExitCode == ExitCode.NotVerified) terminal.Fail($"{output.Path} was written, but could not be verified: {reason}");
    }

    private static IEnumerable<string> Growth(long before, long after)
    {
        if (after - before > MostGrowth && after > 1.25 * before)
            yield return "larger than before: weights that were computed, or shared by layers that need different ones now, are stored by themselves";
    }

    private static string Content(int nodes, int batchNormalizations) =>
        $"{Figures.Count(nodes, "node")}, {batchNormalizations} BatchNormalization";

    private void WriteVerdict(VerificationFacts verification)
    {
        (Func<string, string> paint, var label) = verification.Verdict switch
        {
            Verdict.Identical or Verdict.Agrees => (_ink.Good, "verified"),
            Verdict.Differs => (_ink.Bad, "differs"),
            _ => ((Func<string, string>)_ink.Mixed, "unproven"),
        };
        WriteLabelled(paint, label, VerificationText.Lines(verification, verbosity));
        if (TruthText.Line(verification) is { } truth) WriteLabelled(text => text, "truth", [truth]);
    }

    private void WriteLabelled(Func<string, string> paint, string label, IReadOnlyList<string> lines)
    {
        var margin = paint(label) + Margin[label.Length..];
        foreach (var line in lines)
        {
            Write(margin + line);
            margin = Margin;
        }
    }

    private void WriteIndented(IEnumerable<string> lines)
    {
        foreach (var line in lines) Write($"    {line}");
    }

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
