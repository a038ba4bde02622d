using BnFold.Cli.Reports;
using BnFold.Cli.Reports.Written;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Text;

/// <summary>A run of <c>bnfold verify</c> in words.</summary>
internal sealed class VerifyText(Terminal terminal, Verbosity verbosity)
{
    private const int LabelWidth = 10;

    private readonly Ink _ink = terminal.Ink;

    public void WriteModels(VerifyRunReport run) =>
        Write($"{Describe(run.Original)}{Environment.NewLine}{Describe(run.Other)}");

    /// <summary>What was found, and what is wrong, which is said even when asked to be quiet.</summary>
    public void WriteResult(VerifyRunReport run)
    {
        if (run.Certificate is { } certificate) Write(certificate);
        if (run.Verification is not { } verification) return;
        var (paint, label) = verification.Verdict switch
        {
            Verdict.Differs => ((Func<string, string>)_ink.Bad, "differs"),
            Verdict.NotPossible => (_ink.Mixed, "unproven"),
            _ => (_ink.Good, "agrees"),
        };
        WriteLabelled(paint, label, [.. VerificationText.Lines(verification, verbosity, VerifyWording.Other), .. Names(verification)]);
        if (TruthText.Line(verification, VerifyWording.Other) is { } truth) WriteLabelled(static text => text, "truth", [truth]);
        foreach (var warning in VerificationText.Warnings(verification)) terminal.Warn(warning);
        if (verification.Verdict is Verdict.Differs) terminal.Fail($"{run.Other.Path} differs from {run.Original.Path}: {verification.Reason}");
        if (verification.Verdict is Verdict.NotPossible)
            terminal.Fail($"{run.Other.Path} could not be compared with {run.Original.Path}: {verification.Reason}");
    }

    private void Write(CertificateFacts certificate)
    {
        if (!certificate.Holds)
        {
            terminal.Fail(VerifyWording.Describe(certificate));
            return;
        }
        WriteLabelled(_ink.Good, "proven", [Printable.Line(VerifyWording.Describe(certificate))]);
    }

    /// <summary>What a name that both models have stands for.</summary>
    public static string Describe(ReusedName reused) => reused.StandsFor is { } value
        ? $"'{reused.Name}' of the other model is '{value}' of the original, and was compared with that"
        : $"'{reused.Name}' is another value in each model; what is computed from it agrees";

    private static IEnumerable<string> Names(VerificationFacts verification) =>
        verification.ReusedNames.Select(reused => Printable.Line($"name: {Describe(reused)}"));

    private string Describe(FileFacts file) => $"{_ink.Strong(Printable.Line(file.Path))}  {Figures.Size(file.Bytes)}";

    private void WriteLabelled(Func<string, string> paint, string label, IReadOnlyList<string> lines)
    {
        var margin = paint(label) + new string(' ', LabelWidth - label.Length);
        foreach (var line in lines)
        {
            Write(margin + line);
            margin = new(' ', LabelWidth);
        }
    }

    private void Write(string line)
    {
        if (verbosity is not Verbosity.Quiet) terminal.Output.WriteLine(line);
    }
}
