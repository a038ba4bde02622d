using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Tests.Support;

/// <summary>A measurement with one of everything, all of it by the same name.</summary>
internal static class SampleStatistics
{
    public static StatsRunReport Of(string name) => new()
    {
        CommandLine = ["stats", name],
        Environment = new("0.1.0", "10.0.0", "linux-x64", name, 4),
        Model = new() { Path = name, Bytes = 100, Sha256 = "00" },
        OnnxRuntime = "1.2.3",
        Files = 2,
        Samples = 20,
        LeftOut = 1,
        SkippedCount = 3,
        Skipped = [new(name, name)],
        Verdict = DriftVerdict.Drifts,
        Threshold = 0.25,
        Uncertainty = 0.22,
        MaxDistance = 2.5,
        BeyondThreshold = 0.5,
        Nodes = [Measured(name), NotMeasured(name)],
    };

    private static NodeDriftFacts Measured(string name) => NotMeasured(name) with
    {
        Verdict = DriftVerdict.Drifts,
        NotMeasured = null,
        Channels = 2,
        Distance = 0.75,
        Divergence = 0.5,
        BeyondThreshold = 0.5,
        Worst = [new(1, -2, 2.25)],
        Constant = [0],
        Unscaled = [1],
        NotFinite = 3,
        Epsilon = 1e-5,
        Scale = [1, 0],
        StoredMean = [0, 0],
        StoredVariance = [1, 1],
        ObservedMean = [0.1, -2],
        ObservedVariance = [1, 2.25],
        Count = [20, 20],
    };

    private static NodeDriftFacts NotMeasured(string name) => new()
    {
        Node = name,
        Inside = name,
        Verdict = DriftVerdict.NotMeasured,
        NotMeasured = name,
        Channels = null,
        Distance = null,
        Divergence = null,
        BeyondThreshold = 0,
        Worst = [],
        Constant = [],
        Unscaled = [],
        NotFinite = 0,
        Epsilon = null,
        Scale = [],
        StoredMean = [],
        StoredVariance = [],
        ObservedMean = [],
        ObservedVariance = [],
        Count = [],
    };
}
