using System.CommandLine;
using BnFold.Cli.Recalibrating;

namespace BnFold.Cli.Commands;

/// <summary><c>bnfold recalibrate MODEL --data DIR -o OUT</c>: makes the stored statistics fit the data.</summary>
internal sealed class RecalibrateCommand : Command, IHelpfulCommand
{
    private readonly Argument<string?> _model = new("MODEL") { Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "where to write; may be MODEL itself (MODEL's name with .recalibrated.onnx, beside it)",
    };

    private readonly Option<Given<RecalibrationMethod>?> _method = new("--method")
    {
        HelpName = "exact|batch|running",
        Description = "level by level; or at once, as in training, merged or as a running update (exact)",
        CustomParser = Values.OneOf<RecalibrationMethod>,
    };

    private readonly Option<Given<double>?> _momentum = new("--momentum")
    {
        HelpName = "M",
        Description = "running update: share of the old statistics that stays with each batch (0.9)",
        CustomParser = Values.NotNegative,
    };

    private readonly Option<bool> _freezeInputs = new("--freeze-inputs")
    {
        Description = "recalibrate initializers that are also inputs; they stay inputs",
    };

    private readonly DataOptions _data = new();
    private readonly ResourceOptions _resources = new();
    private readonly ReportingOptions _reporting = new("docs/recalibrate-report.md", "also name all data that was skipped");

    public RecalibrateCommand(CommandContext context)
        : base("recalibrate", "Estimates the stored means and variances again from data.")
    {
        Add(_model);
        foreach (var option in Groups.SelectMany(group => group.Options)) Add(option);
        SetAction(result => new RecalibrateRun(Read(result), context).Execute());
    }

    public string Usage => "bnfold recalibrate MODEL --data DIR [options]";

    public IReadOnlyList<(string CommandLine, string Purpose)> Examples =>
    [
        ("bnfold recalibrate model.onnx --data samples/ -o new.onnx", "every mean and variance as the data has it"),
        ("bnfold recalibrate model.onnx --data samples/ --method batch", "in one run, as PreciseBN does it"),
        ("bnfold recalibrate model.onnx --data samples/ --momentum 0.9", "move what is stored towards the data"),
    ];

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Result", [_output, .. _reporting.All]),
        new("Estimate", [_method, _momentum, _freezeInputs]),
        new("Data", _data.All),
        new("Resources", _resources.All),
    ];

    public IReadOnlyList<(string Code, string Meaning)> ExitCodes =>
    [
        ("0", "written; left alone is what could not be estimated"),
        ("1", "the new statistics don't fit the data they were made from; nothing was written"),
        ("2", "unusable input or command line; nothing was written"),
        ("3", "ONNX Runtime is missing; nothing was written"),
    ];

    private RecalibrateRequest Read(ParseResult result)
    {
        if (result.GetValue(_model) is not { Length: > 0 } model) throw new UsageException("no model given");
        return new()
        {
            Model = model,
            Output = result.GetValue(_output) ?? Path.ChangeExtension(model, ".recalibrated.onnx"),
            Data = _data.Read(result),
            DataPaths = _data.ReadPaths(result),
            Recalibration = ReadEstimate(result),
            Reports = _reporting.ReadReports(result),
            Verbosity = _reporting.ReadVerbosity(result),
        };
    }

    private RecalibrationOptions ReadEstimate(ParseResult result)
    {
        var (method, momentum) = (result.GetValue(_method)?.Value, result.GetValue(_momentum)?.Value);
        if (momentum is > 1) throw new UsageException("--momentum is a share, from 0 to 1");
        if (momentum is not null && method is not (null or RecalibrationMethod.Running))
            throw new UsageException("--momentum is for --method running");
        return new()
        {
            Method = method ?? (momentum is null ? RecalibrationMethod.Exact : RecalibrationMethod.Running),
            Momentum = momentum ?? new RecalibrationOptions().Momentum,
            FreezeInputs = result.GetValue(_freezeInputs),
            Resources = _resources.Read(result),
        };
    }
}
