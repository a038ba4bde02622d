using System.CommandLine;
using BnFold.Cli.Checking;

namespace BnFold.Cli.Commands;

/// <summary><c>bnfold check MODEL</c>: does ONNX Runtime compute each BatchNormalization as the specification says?</summary>
internal sealed class CheckCommand : Command, IHelpfulCommand
{
    private readonly Argument<string?> _model = new("MODEL") { Arity = ArgumentArity.ZeroOrOne };

    private readonly VerificationOptions _verification = new();
    private readonly ReportingOptions _reporting = new("docs/check-report.md", "also say what was fed, and the worst elements");

    public CheckCommand(CommandContext context)
        : base("check", "Holds each BatchNormalization in ONNX Runtime against a reference.")
    {
        Add(_model);
        foreach (var option in Groups.SelectMany(group => group.Options)) Add(option);
        SetAction(result => new CheckRun(Read(result), context).Execute());
    }

    public string Usage => "bnfold check MODEL [options]";

    public IReadOnlyList<(string CommandLine, string Purpose)> Examples =>
    [
        ("bnfold check model.onnx", "each BatchNormalization on what it gets in the model"),
        ("bnfold check model.onnx --report check.html", "the same as a page"),
    ];

    public IReadOnlyList<OptionGroup> Groups => [new("Result", _reporting.All), new("Comparison", _verification.All)];

    public IReadOnlyList<(string Code, string Meaning)> ExitCodes =>
    [
        ("0", "none differs"),
        ("1", "a BatchNormalization differs from the reference"),
        ("2", "unusable input or command line"),
        ("3", "there are BatchNormalizations, and none could be compared"),
    ];

    private CheckRequest Read(ParseResult result) => new()
    {
        Model = result.GetValue(_model) is { Length: > 0 } model ? model : throw new UsageException("no model given"),
        Reports = _reporting.ReadReports(result),
        Verbosity = _reporting.ReadVerbosity(result),
        Verification = _verification.Read(result, model),
    };
}
