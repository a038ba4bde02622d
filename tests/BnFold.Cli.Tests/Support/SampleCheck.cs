using BnFold.Cli.Reports;

namespace BnFold.Cli.Tests.Support;

/// <summary>A check with one of everything, all of it by the same name.</summary>
internal static class SampleCheck
{
    public static CheckRunReport Of(string name) => new()
    {
        CommandLine = ["check", name],
        Environment = new("0.1.0", "10.0.0", "linux-x64", name, 4),
        Options = VerifyOptionFacts.Of(new()),
        Model = new() { Path = name, Bytes = 100, Sha256 = "00" },
        Check = new()
        {
            OnnxRuntimeVersion = "1.2.3",
            Seed = 1,
            Samples = 2,
            Inputs = [new(name, "Float", [2, 3])],
            Failure = name,
            Nodes =
            [
                Node(name, BatchNormCheckVerdict.Agrees), Node(name, BatchNormCheckVerdict.Differs),
                Node(name, BatchNormCheckVerdict.ReferenceOnly), Node(name, BatchNormCheckVerdict.NotChecked),
            ],
        },
    };

    public static BatchNormCheck Node(string name, BatchNormCheckVerdict verdict) => new()
    {
        Node = name,
        Inside = name,
        Verdict = verdict,
        Reason = name,
        Channels = 8,
        MaxDifference = 1.5e-6,
        MaxShareOfLimit = verdict is BatchNormCheckVerdict.Differs ? 3 : 0.25,
        MaxUlp = 12,
        Ulp50 = 1,
        Ulp99 = 5,
        WorstChannel = 6,
        Suspicions = [new(BatchNormSuspicionKind.DeadChannel, Channels: 2, FirstChannel: 3, Value: 0)],
    };
}
