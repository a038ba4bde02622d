using System.CommandLine;

namespace BnFold.Cli.Commands;

/// <summary>Which samples a model is run on, for every command that takes data.</summary>
internal sealed class DataOptions
{
    private readonly Option<string[]> _data = new("--data")
    {
        HelpName = "DIR|FILE...",
        Description = "samples: .npy, .npz or .pb files, or a folder of them; raw files with --dtype",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _layout = new("--layout")
    {
        HelpName = "NCHW|NHWC",
        Description = "where the files have the channels (NCHW: first)",
    };

    private readonly Option<string?> _type = new("--dtype")
    {
        HelpName = "TYPE",
        Description = "raw files, little-endian: bool, float16|32|64, bfloat16, int8|16|32|64, uint8|16|32|64",
    };

    private readonly Option<string[]> _scale = new("--scale")
    {
        HelpName = "[NAME=]X,...",
        Description = "multiply samples, before --mean and --std; one number or one per channel",
    };

    private readonly Option<string[]> _mean = new("--mean") { HelpName = "[NAME=]X,...", Description = "subtract from samples" };

    private readonly Option<string[]> _deviation = new("--std") { HelpName = "[NAME=]X,...", Description = "divide samples by, last" };

    private readonly Option<Given<int>?> _batchSize = new("--batch-size")
    {
        HelpName = "N",
        Description = "samples fed at a time, where the model leaves it open (32, as far as memory allows)",
        CustomParser = Values.Whole(least: 1),
    };

    private readonly Option<Dictionary<string, IReadOnlyList<long>>> _shapes = new("--shape")
    {
        HelpName = "NAME=1,3,224,224",
        Description = "shape of an input, where the model leaves it open and files are raw; repeatable",
        CustomParser = Values.Shapes,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "leave out, and count, what can't be used, instead of stopping at it" };

    public IReadOnlyList<Option> All => [_data, _layout, _type, _scale, _mean, _deviation, _batchSize, _shapes, _skipBad];

    public IReadOnlyList<string> ReadPaths(ParseResult result) => result.GetValue(_data) ?? [];

    /// <param name="result">The command line.</param>
    /// <param name="shard">The part of the data that is read.</param>
    /// <exception cref="UsageException">There is no data, or it is not told how to read it.</exception>
    /// <exception cref="OnnxFormatException">A path is not there, or holds no data.</exception>
    public CalibrationData Read(ParseResult result, Shard? shard = null)
    {
        var paths = ReadPaths(result);
        if (paths.Count == 0) throw new UsageException("no data given: --data DIR");
        var options = new CalibrationOptions
        {
            BatchSize = result.GetValue(_batchSize)?.Value,
            Layout = ReadLayout(result),
            RawType = result.GetValue(_type),
            Shapes = result.GetValue(_shapes) ?? new CalibrationOptions().Shapes,
            Scaling = ScalingArguments.Read(result.GetValue(_scale) ?? [], result.GetValue(_mean) ?? [], result.GetValue(_deviation) ?? []),
            SkipBad = result.GetValue(_skipBad),
            Shard = shard?.Index ?? 0,
            Shards = shard?.Count ?? 1,
        };
        try
        {
            return CalibrationData.Open(paths, options);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.'));
        }
    }

    private ChannelOrder ReadLayout(ParseResult result) => result.GetValue(_layout)?.ToUpperInvariant() switch
    {
        null or "NCHW" => ChannelOrder.First,
        "NHWC" => ChannelOrder.Last,
        _ => throw new UsageException($"'{result.GetValue(_layout)}' is not one of NCHW, NHWC (--layout)"),
    };
}
