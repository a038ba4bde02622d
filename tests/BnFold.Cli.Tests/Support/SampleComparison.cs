using BnFold.Cli.Reports;

namespace BnFold.Cli.Tests.Support;

/// <summary>A comparison of two models with one of everything, all of it by the same name.</summary>
internal static class SampleComparison
{
    public static VerifyRunReport Of(string name) => new()
    {
        CommandLine = ["verify", name],
        Environment = new("0.1.0", "10.0.0", "linux-x64", name, 4),
        Options = VerifyOptionFacts.Of(new()),
        Original = new()
        {
            Path = name,
            Bytes = 100,
            Sha256 = "00",
            ExternalFiles = [new(name, 5, "02")],
            Summary = new(17, 8, Nodes: 11, BatchNormalizations: 4),
        },
        Other = new() { Path = name, Bytes = 90, Sha256 = "01", ExternalFiles = [], Summary = new(17, 8, Nodes: 7, BatchNormalizations: 0) },
        Certificate = new(name, Holds: false, Problem: name),
        Verification = SampleRun.Of(name).Verification! with
        {
            UnverifiedSites = [new(name, [name], name)],
            ReusedNames = [new(name, name), new(name, null)],
            FoundSizes = new Dictionary<string, long> { [name] = 3 },
            ExpectedOutputs = [Expected(name)],
        },
    };

    private static ExpectedFacts Expected(string name) => new()
    {
        Name = name,
        File = new() { Sample = 0, Path = name, Tensor = name },
        Range = 1,
        Limit = 1e-3,
        OriginalAgrees = true,
        OriginalDifference = 0,
        OriginalProblem = null,
        FoldedAgrees = false,
        FoldedDifference = 1,
        FoldedProblem = name,
    };
}
