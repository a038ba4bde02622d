using System.CommandLine;
using BnFold.Cli.Benching;

namespace BnFold.Cli.Commands;

/// <summary><c>bnfold bench ORIGINAL [OTHER …]</c>: how much faster is it?</summary>
internal sealed class BenchCommand : Command, IHelpfulCommand
{
    private readonly Argument<string[]> _models = new("MODEL") { Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> _mergeBranches = new("--merge-branches")
    {
        Description = "where no OTHER is given: fold with --merge-branches",
    };

    private readonly Option<bool> _noMemory = new("--no-memory") { Description = "leave peak memory out, which starts a process for each model" };

    private readonly TimingOptions _timing = new();
    private readonly VerificationOptions _verification = new();
    private readonly ReportingOptions _reporting = new("docs/bench-report.md", "also show what each node costs");

    public BenchCommand(CommandContext context)
        : base("bench", "Times models side by side, and names the nodes behind a gain.")
    {
        Add(_models);
        foreach (var option in Groups.SelectMany(group => group.Options)) Add(option);
        SetAction(result => new BenchRun(Read(result), context).Execute());
    }

    public string Usage => "bnfold bench ORIGINAL [OTHER ...] [options]";

    public IReadOnlyList<(string CommandLine, string Purpose)> Examples =>
    [
        ("bnfold bench model.onnx", "what does folding gain?"),
        ("bnfold bench model.onnx folded.onnx --batch-size 32", "the same of a model that is folded already"),
        ("bnfold bench model.onnx folded.onnx other.onnx --report b.html", "several against the first, as a page"),
    ];

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Result", _reporting.All),
        new("Measurement", [.. _timing.All, _noMemory, _mergeBranches]),
        new("Inputs", _verification.InputsOnly),
    ];

    public IReadOnlyList<(string Code, string Meaning)> ExitCodes =>
    [
        ("0", "measured, whatever the result"),
        ("2", "unusable input or command line"),
        ("3", "ONNX Runtime could not run a model"),
    ];

    private BenchRequest Read(ParseResult result)
    {
        if (result.GetValue(_models) is not [{ Length: > 0 } original, .. var others] || others.Contains(""))
            throw new UsageException("no model given");
        var mergeBranches = result.GetValue(_mergeBranches);
        if (mergeBranches && others.Length > 0) throw new UsageException("--merge-branches is for folding, and what to compare with is given");
        return new()
        {
            Original = original,
            Others = others,
            MergeBranches = mergeBranches,
            Memory = !result.GetValue(_noMemory),
            Reports = _reporting.ReadReports(result),
            Verbosity = _reporting.ReadVerbosity(result),
            Options = _timing.Read(result, _verification.Read(result, original)),
            InputArguments = _verification.InputArgumentsOf(result),
        };
    }
}
