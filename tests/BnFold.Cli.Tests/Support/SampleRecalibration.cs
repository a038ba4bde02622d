using BnFold.Cli.Reports;

namespace BnFold.Cli.Tests.Support;

/// <summary>A recalibration with one of everything, all of it by the same name.</summary>
internal static class SampleRecalibration
{
    public static RecalibrateRunReport Of(string name) => new()
    {
        CommandLine = ["recalibrate", name],
        Environment = new("0.1.0", "10.0.0", "linux-x64", name, 4),
        Options = new()
        {
            Method = RecalibrationMethod.Running,
            Momentum = 0.25,
            FreezeInputs = true,
            Data = [name],
            BatchSize = 8,
            SkipBad = true,
            CustomOps = [],
            Threads = 0,
            MemoryBytes = 1,
        },
        Input = new() { Path = name, Bytes = 100, Sha256 = "00" },
        Output = new(name, Written: true, Bytes: 90, Sha256: "01", ExternalData: name),
        Recalibration = new()
        {
            OnnxRuntimeVersion = "1.2.3",
            Levels = 1,
            Passes = 3,
            Samples = 20,
            LeftOut = 4,
            SkippedCount = 3,
            Skipped = [new(name, name)],
            Nodes = [Node(name)],
            LeftAlone = [new(name, name, name)],
            Unsettled = [],
        },
    };

    public static RecalibratedFacts Node(string name) =>
        new(name, 0, 8, "Float", new(0.5, 2.5, 3, -2, 1.5, 0.7, 0.25), new(1e-8, 3e-8, 4, 1e-8, 1, 0, 0));
}
