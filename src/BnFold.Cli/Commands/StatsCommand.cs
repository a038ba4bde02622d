using System.CommandLine;
using System.Globalization;
using BnFold.Cli.Measuring;

namespace BnFold.Cli.Commands;

/// <summary><c>bnfold stats MODEL --data DIR</c>: does the data fit the statistics that are stored in the model?</summary>
internal sealed class StatsCommand : Command, IHelpfulCommand
{
    private readonly Argument<string?> _model = new("MODEL") { Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<Given<double>?> _threshold = new("--threshold")
    {
        HelpName = "X",
        Description = $"distance in σ beyond which a channel counts as off ({StatisticsReport.DefaultThreshold.ToString(CultureInfo.InvariantCulture)})",
        CustomParser = Values.NotNegative,
    };

    private readonly Option<bool> _failOnDrift = new("--fail-on-drift") { Description = "end with exit code 1 if the data does not fit" };

    private readonly Option<Shard?> _shard = new("--shard")
    {
        HelpName = "I/N",
        Description = "measure only part I of N, counted from 0",
        CustomParser = Shard.Parse,
    };

    private readonly Option<string?> _moments = new("--moments") { HelpName = "FILE.json", Description = "write what was measured, to be merged" };

    private readonly Option<string[]> _merge = new("--merge")
    {
        HelpName = "FILE.json...",
        Description = "run nothing; merge what --moments wrote, as if it had been one run",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly DataOptions _data = new();
    private readonly ResourceOptions _resources = new();
    private readonly ReportingOptions _reporting = new("docs/statistics-report.md", "show every BatchNormalization, however many there are");

    public StatsCommand(CommandContext context)
        : base("stats", "Measures what each BatchNormalization gets, beside what is stored.")
    {
        Add(_model);
        foreach (var option in Groups.SelectMany(group => group.Options)) Add(option);
        SetAction(result => new StatsRun(Read(result), context).Execute());
    }

    public string Usage => "bnfold stats MODEL --data DIR [options]";

    public IReadOnlyList<(string CommandLine, string Purpose)> Examples =>
    [
        ("bnfold stats model.onnx --data samples/", "does this data fit the model's statistics?"),
        ("bnfold stats model.onnx --data imgs/ --scale 1/255 --layout NHWC", "images as bytes"),
        ("bnfold stats model.onnx --data samples/ --shard 3/16 --moments part-3.json", "a sixteenth of the work"),
        ("bnfold stats --merge part-*.json --report drift.html", "the whole of it"),
    ];

    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Result", [_threshold, _failOnDrift, .. _reporting.All]),
        new("Data", _data.All),
        new("Parts", [_shard, _moments, _merge]),
        new("Resources", _resources.All),
    ];

    public IReadOnlyList<(string Code, string Meaning)> ExitCodes =>
    [
        ("0", "measured, whatever was found"),
        ("1", "the data does not fit, and --fail-on-drift is given"),
        ("2", "unusable input or command line"),
        ("3", "nothing could be measured: ONNX Runtime is missing, or there is no BatchNormalization that can be seen"),
    ];

    private StatsRequest Read(ParseResult result)
    {
        var model = result.GetValue(_model);
        var parts = result.GetValue(_merge) ?? [];
        var (shard, moments) = (result.GetValue(_shard), result.GetValue(_moments));
        if (parts.Length == 0 && model is not { Length: > 0 }) throw new UsageException("no model given");
        if (parts.Length > 0 && (model is not null || shard is not null || _data.ReadPaths(result).Count > 0))
            throw new UsageException("--merge takes no model and no data: what they were is in the parts");
        if (shard is not null && moments is null) throw new UsageException("--shard without --moments: nothing could be merged");
        return new()
        {
            Model = model,
            Data = parts.Length > 0 ? null : _data.Read(result, shard),
            DataPaths = _data.ReadPaths(result),
            Parts = parts,
            Moments = moments,
            Threshold = result.GetValue(_threshold)?.Value ?? StatisticsReport.DefaultThreshold,
            FailOnDrift = result.GetValue(_failOnDrift),
            Reports = _reporting.ReadReports(result),
            Verbosity = _reporting.ReadVerbosity(result),
            Resources = _resources.Read(result),
        };
    }
}
