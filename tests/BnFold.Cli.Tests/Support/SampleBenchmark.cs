using BnFold.Cli.Reports;

namespace BnFold.Cli.Tests.Support;

/// <summary>A benchmark with one of everything, all of it by the same name.</summary>
internal static class SampleBenchmark
{
    public static BenchRunReport Of(string name) => new()
    {
        CommandLine = ["bench", name],
        Environment = new("0.1.0", "10.0.0", "linux-x64", name, 4),
        Cpu = name,
        Original = name,
        Options = BenchOptionFacts.Of(new() { Original = name, Others = [] }),
        FoldedHere = true,
        Benchmark = new()
        {
            OnnxRuntimeVersion = "1.2.3",
            Seed = 7,
            Threads = 1,
            Inputs = [new(name, "Float", [2, 3])],
            Models = [Model(name, 2e-3, new(17, 8, 11, 4)), Model(name, 1e-3, new(17, 8, 7, 0))],
            Comparisons = [Comparison(name)],
            UnoptimizedFailure = name,
        },
        Memory = [new(name, 1_000_000, 2_500_000), new(name, null, null)],
    };

    public static BenchmarkComparison Comparison(string name) => new()
    {
        Path = name,
        Verdict = BenchmarkVerdict.Faster,
        Default = new(2, 1.9, 2.1),
        Unoptimized = new(3, 2.9, 3.1),
        Load = new(1, 0.9, 1.1),
        BatchNormShare = 0.25,
        BatchNormalizations = [new(name, "BatchNormalization", 0.25, null)],
        OtherNodes = [new(name, name, 0.5, 0.25)],
    };

    private static BenchmarkedModel Model(string name, double seconds, ModelSummary summary) => new()
    {
        Path = name,
        Bytes = 1_500_000,
        Summary = summary,
        Default = new(Times(seconds), Times(10 * seconds)),
        Unoptimized = new(Times(2 * seconds), Times(20 * seconds)),
        Nodes = [new(name, name, 1)],
    };

    private static TimeQuantiles Times(double median) => new(100, median, 0.9 * median, 1.2 * median, 1.5 * median);
}
