using System.CommandLine;
using BnFold.Cli.Folding;
using BnFold.Cli.FoldingMany;
using BnFold.Cli.Text;

namespace BnFold.Cli.Commands;

/// <summary><c>bnfold MODEL</c>: fold, prove, write.</summary>
/// <remarks>Not a RootCommand, which sets up help of its own from resources: a tenth of a small run.</remarks>
internal sealed class FoldCommand : Command, IHelpfulCommand
{
    private readonly Option<bool> _help = new("--help", "-h", "-?", "/h", "/?") { Arity = ArgumentArity.Zero, Recursive = true, Action = new ShowHelp() };

    private readonly Option<bool> _version = new("--version") { Arity = ArgumentArity.Zero, Action = new ShowVersion() };

    private readonly Argument<string[]> _models = new("MODEL") { Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "where to write; may be MODEL itself (MODEL's name with .folded.onnx, beside it)",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "only say what would be folded; write nothing" };

    private readonly Option<bool> _noVerify = new("--no-verify") { Description = "write without comparing" };

    private readonly Option<bool> _freezeInputs = new("--freeze-inputs")
    {
        Description = "treat initializers that are also inputs as constants, and drop them from the inputs",
    };

    private readonly Option<Given<StandIns>?> _standIn = new("--stand-in")
    {
        HelpName = "never|auto|always",
        Description = "when an Add may stay in a node's place (auto: where that is faster, on rank 2 and 3)",
        CustomParser = Values.OneOf<StandIns>,
    };

    private readonly Option<bool> _bnOnly = new("--bn-only") { Description = "leave arithmetic with constants (Mul, Add, ...) that no BatchNormalization goes through" };

    private readonly Option<bool> _mergeBranches = new("--merge-branches")
    {
        Description = "make parallel Conv and BatchNormalization branches (RepVGG, MobileOne) one Conv",
    };

    private readonly Option<bool> _assumeInference = new("--assume-inference")
    {
        Description = "take training mode for inference with the stored statistics; this changes results",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        HelpName = "GLOB",
        Description = "fold only nodes whose name matches (* and ?); repeatable",
    };

    private readonly Option<string[]> _keep = new("--keep")
    {
        HelpName = "GLOB",
        Description = "keep nodes whose name matches (* and ?); repeatable",
    };

    private readonly VerificationOptions _verification = new();
    private readonly ReportingOptions _reporting = new();
    private readonly ManyModelOptions _many = new();

    public FoldCommand(CommandContext context)
        : base("bnfold", "bnfold folds BatchNormalization of ONNX models into neighbouring weights, and proves the result with ONNX Runtime.")
    {
        Add(_models);
        Add(_help);
        Add(_version);
        foreach (var option in Groups.SelectMany(group => group.Options)) Add(option);
        SetAction(result => _many.IsAskedFor(result)
            ? new ManyRun(ReadMany(result), context).Execute()
            : new FoldRun(ReadOne(result), context).Execute());
    }

    public string Usage => "bnfold MODEL [-o FILE] [options]";

    public IReadOnlyList<(string CommandLine, string Purpose)> Examples =>
    [
        ("bnfold model.onnx -o folded.onnx", "fold, compare with the original, write"),
        ("bnfold model.onnx --dry-run -v", "what would be folded, and into what"),
        ("bnfold model.onnx --shape image=1,3,640,640", "compare on inputs of this shape"),
        ("bnfold model.onnx --input image=x.npy", "compare on this input, and on noise"),
        ("bnfold model.onnx --keep '*/head/*'", "leave a part of the model alone"),
        ("bnfold zoo --output-dir folded -j 4", "every model below a folder, four at a time"),
    ];

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Result", [_output, _dryRun, .. _reporting.All]),
        new("Many models", _many.All),
        new("What to fold", [_only, _keep, _bnOnly, _freezeInputs, _standIn, _mergeBranches, _assumeInference]),
        new("Verification", [_noVerify, .. _verification.All]),
    ];

    private FoldRequest ReadOne(ParseResult result)
    {
        if (result.GetValue(_models) is not [{ Length: > 0 } model, .. var others]) throw new UsageException("no model given");
        if (others is [var other, ..])
            throw new UsageException($"unexpected argument '{other}' (the output's path goes behind -o; several models need --output-dir)");
        _many.CheckAbsence(result);
        return Read(result) with
        {
            Model = model,
            Output = result.GetValue(_output) ?? Path.ChangeExtension(model, ".folded.onnx"),
            Reports = _reporting.ReadReports(result),
            Verification = _verification.Read(result, model),
        };
    }

    private ManyRequest ReadMany(ParseResult result)
    {
        if (result.GetValue(_models) is not { Length: > 0 } models || models.Contains("")) throw new UsageException("no model given");
        if (result.GetValue(_output) is not null) throw new UsageException("-o names one file; with --output-dir, outputs are named after the models");
        if (_reporting.ReadVerbosity(result) is Verbosity.Verbose) throw new UsageException("-v is for one model, not for --output-dir");
        if (_verification.InputArgumentsOf(result).Count > 0) throw new UsageException("--input is for one model, not for --output-dir");
        return _many.Read(result) with
        {
            Models = models,
            Report = _reporting.ReadLines(result),
            Memory = _verification.MemoryOf(result),
            Each = Read(result) with { Verification = _verification.Read(result, models[0]) },
        };
    }

    /// <summary>What is the same whether there is one model or several.</summary>
    private FoldRequest Read(ParseResult result) => new()
    {
        Model = "",
        Output = "",
        DryRun = result.GetValue(_dryRun),
        Verify = !result.GetValue(_noVerify),
        Verbosity = _reporting.ReadVerbosity(result),
        Folding = new()
        {
            FreezeInputs = result.GetValue(_freezeInputs),
            StandIns = result.GetValue(_standIn)?.Value ?? StandIns.Auto,
            BatchNormOnly = result.GetValue(_bnOnly),
            MergeBranches = result.GetValue(_mergeBranches),
            AssumeInference = result.GetValue(_assumeInference),
            Only = result.GetValue(_only) ?? [],
            Keep = result.GetValue(_keep) ?? [],
        },
    };
}
