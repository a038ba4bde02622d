using System.CommandLine;

namespace BnFold.Cli.Commands;

/// <summary>What running a model on data may take.</summary>
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
        Description = "memory for values captured at a time, as in 512MiB or 2GB (1GiB)",
        CustomParser = Values.Bytes,
    };

    private readonly Option<Given<int>?> _threads = new("--threads")
    {
        HelpName = "N",
        Description = "threads of ONNX Runtime (0: as many as there are cores)",
        CustomParser = Values.Whole(least: 0),
    };

    public IReadOnlyList<Option> All => [_customOps, _memory, _threads];

    public StatisticsOptions Read(ParseResult result) => new()
    {
        CustomOpLibraries = result.GetValue(_customOps) ?? [],
        MemoryLimit = result.GetValue(_memory)?.Value ?? new StatisticsOptions().MemoryLimit,
        Threads = result.GetValue(_threads)?.Value ?? new StatisticsOptions().Threads,
    };
}
