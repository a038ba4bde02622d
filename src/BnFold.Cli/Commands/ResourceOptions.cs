using System.CommandLine;

namespace BnFold.Cli.Commands;

/// <summary>What running a model takes, for every command that runs one.</summary>
internal sealed class ResourceOptions
{
    private readonly Option<string[]> _customOps = new("--custom-ops")
    {
        HelpName = "LIBRARY",
        Description = "shared library with the model's custom operators; repeatable",
    };

    private readonly Option<Given<long>?> _memory = new("--memory")
    {
        HelpName = "SIZE",
        Description = "memory for values held at a time, as in 512MiB or 2GB (1GiB)",
        CustomParser = Values.Bytes,
    };

    private readonly Option<Given<int>?> _threads = new("--threads")
    {
        HelpName = "N",
        Description = "threads of ONNX Runtime (0: as many as there are cores)",
        CustomParser = Values.Whole(least: 0),
    };

    public IReadOnlyList<Option> All => [_customOps, _memory, _threads];

    public Option CustomOps => _customOps;

    public IReadOnlyList<string> CustomOpsOf(ParseResult result) => result.GetValue(_customOps) ?? [];

    /// <summary>What <c>--memory</c> says; null if it isn't given.</summary>
    public long? MemoryOf(ParseResult result) => result.GetValue(_memory)?.Value;

    public int? ThreadsOf(ParseResult result) => result.GetValue(_threads)?.Value;

    public StatisticsOptions Read(ParseResult result) => new()
    {
        CustomOpLibraries = CustomOpsOf(result),
        MemoryLimit = MemoryOf(result) ?? new StatisticsOptions().MemoryLimit,
        Threads = ThreadsOf(result) ?? new StatisticsOptions().Threads,
    };
}
