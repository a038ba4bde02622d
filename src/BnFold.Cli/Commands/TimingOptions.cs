using System.CommandLine;

namespace BnFold.Cli.Commands;

/// <summary>How models are timed.</summary>
internal sealed class TimingOptions
{
    private static readonly BenchmarkOptions _defaults = new();

    private readonly Option<Given<int>?> _threads = new("--threads")
    {
        HelpName = "N",
        Description = "threads of ONNX Runtime; one repeats best (1; 0: as many as there are cores)",
        CustomParser = Values.Whole(least: 0),
    };

    private readonly Option<Given<int>?> _batch = new("--batch-size")
    {
        HelpName = "N",
        Description = "size of the first dim of inputs that leave it open (1)",
        CustomParser = Values.Whole(least: 1),
    };

    private readonly Option<Given<int>?> _runs = new("--runs")
    {
        HelpName = "N",
        Description = "rounds at each level (until the interval is within 1 %, 300 at most)",
        CustomParser = Values.Whole(least: 1),
    };

    private readonly Option<Given<double>?> _seconds = new("--seconds")
    {
        HelpName = "X",
        Description = "time for the rounds of each level, unless --runs says how many (10)",
        CustomParser = Values.NotNegative,
    };

    private readonly Option<bool> _defaultOnly = new("--default-level-only") { Description = "leave level 0 out" };

    /// <summary>The only one that matters to memory.</summary>
    public Option Threads => _threads;

    public IReadOnlyList<Option> All => [_batch, _threads, _runs, _seconds, _defaultOnly];

    public BenchmarkOptions Read(ParseResult result, VerifyOptions inputs) => new()
    {
        Inputs = inputs,
        Threads = result.GetValue(_threads)?.Value ?? _defaults.Threads,
        BatchSize = result.GetValue(_batch)?.Value,
        Rounds = result.GetValue(_runs)?.Value,
        TimeBudget = result.GetValue(_seconds)?.Value is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 1e6)) : _defaults.TimeBudget,
        DefaultLevelOnly = result.GetValue(_defaultOnly),
    };
}
