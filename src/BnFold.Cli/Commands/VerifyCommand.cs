using System.CommandLine;
using BnFold.Cli.Comparing;

namespace BnFold.Cli.Commands;

/// <summary><c>bnfold verify ORIGINAL OTHER</c>: compare two models, whoever made the second.</summary>
internal sealed class VerifyCommand : Command, IHelpfulCommand
{
    private readonly Argument<string?> _original = new("ORIGINAL") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _other = new("OTHER") { Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        HelpName = "FILE.json",
        Description = "only check that this report proves OTHER, by the digests of both files; run nothing",
    };

    private readonly Option<bool> _run = new("--run") { Description = "with --certificate: compare the models as well" };

    private readonly VerificationOptions _verification = new();
    private readonly ReportingOptions _reporting = new("docs/verify-report.md", "also show each place that was compared");

    public VerifyCommand(CommandContext context)
        : base("verify", "Compares two models: outputs, and every value of one name in both.")
    {
        Add(_original);
        Add(_other);
        foreach (var option in Groups.SelectMany(group => group.Options)) Add(option);
        SetAction(result => new VerifyRun(Read(result), context).Execute());
    }

    public string Usage => "bnfold verify ORIGINAL OTHER [options]";

    public IReadOnlyList<(string CommandLine, string Purpose)> Examples =>
    [
        ("bnfold verify model.onnx optimized.onnx", "does what another tool made compute the same?"),
        ("bnfold verify model.onnx folded.onnx --strict", "as closely as right folds come"),
        ("bnfold verify model.onnx folded.onnx --certificate report.json", "are these the files the report speaks of?"),
    ];

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Result", _reporting.All),
        new("Comparison", _verification.All),
        new("Certificate", [_certificate, _run]),
    ];

    public IReadOnlyList<(string Code, string Meaning)> ExitCodes =>
    [
        ("0", "the models agree; or the certificate holds"),
        ("1", "they differ; or the certificate does not prove these files"),
        ("2", "unusable input or command line, or different inputs or outputs"),
        ("3", "ONNX Runtime could not run what had to be compared"),
    ];

    private VerifyRequest Read(ParseResult result)
    {
        if (result.GetValue(_original) is not { Length: > 0 } original || result.GetValue(_other) is not { Length: > 0 } other)
            throw new UsageException("two models expected: the original and the other");
        var certificate = result.GetValue(_certificate);
        if (certificate is null && result.GetValue(_run)) throw new UsageException("--run is for --certificate; without, models are run anyway");
        return new()
        {
            Original = original,
            Other = other,
            Certificate = certificate,
            Run = certificate is null || result.GetValue(_run),
            Reports = _reporting.ReadReports(result),
            Verbosity = _reporting.ReadVerbosity(result),
            // Who made the other is not known; names that a tool gave to something else are found out and reported.
            Verification = _verification.Read(result, original) with { AllowReusedNames = true },
        };
    }
}
