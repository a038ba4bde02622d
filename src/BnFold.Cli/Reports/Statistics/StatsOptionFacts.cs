using BnFold.Cli.Measuring;

namespace BnFold.Cli.Reports.Statistics;

/// <summary>The options of a run over data, defaults included.</summary>
internal sealed record StatsOptionFacts
{
    public required IReadOnlyList<string> Data { get; init; }

    public required IReadOnlyList<string> Merge { get; init; }

    public required string Layout { get; init; }

    public required string? Dtype { get; init; }

    public required IReadOnlyDictionary<string, InputScaling> Scaling { get; init; }

    public required int? BatchSize { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; }

    public required bool SkipBad { get; init; }

    public required int Shard { get; init; }

    public required int Shards { get; init; }

    public required bool FailOnDrift { get; init; }

    public required IReadOnlyList<string> CustomOps { get; init; }

    public required int Threads { get; init; }

    public required long MemoryBytes { get; init; }

    public static StatsOptionFacts Of(StatsRequest request)
    {
        var options = request.Data?.Options ?? new();
        return new()
        {
            Data = request.DataPaths,
            Merge = request.Parts,
            Layout = options.Layout is ChannelOrder.Last ? "NHWC" : "NCHW",
            Dtype = options.RawType,
            Scaling = options.Scaling,
            BatchSize = options.BatchSize,
            Shapes = options.Shapes,
            SkipBad = options.SkipBad,
            Shard = options.Shard,
            Shards = options.Shards,
            FailOnDrift = request.FailOnDrift,
            CustomOps = request.Resources.CustomOpLibraries,
            Threads = request.Resources.Threads,
            MemoryBytes = request.Resources.MemoryLimit,
        };
    }
}
