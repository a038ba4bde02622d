using BnFold.Cli.Reports;

namespace BnFold.Cli.Tests.Support;

/// <summary>A run with one of everything, all of it by the same name.</summary>
internal static class SampleRun
{
    public static FoldRunReport Of(string name) => new()
    {
        CommandLine = [name],
        Environment = new("0.1.0", "10.0.0", "linux-x64", name, 4),
        Options = OptionFacts.Of(new() { Model = name, Output = name }),
        Input = new() { Path = name, Bytes = 100, IrVersion = 8, Opset = 17, Nodes = 4, BatchNormalizations = 2, Sha256 = "00" },
        Output = new() { Path = name, Written = true, Bytes = 90, Nodes = 3, BatchNormalizations = 1, Sha256 = "01", ExternalData = name },
        Folded = 1,
        Kept = 1,
        ArithmeticFolded = 1,
        SweptNodes = 2,
        MergedSums = 1,
        FrozenInputs = [name],
        Outcomes = [Folded(name), Kept(name)],
        Arithmetic = [new() { Node = name, Inside = name, Route = FoldRoute.Backward, Hosts = [new(name, name)] }],
        Weights = [Weight(name)],
        Verification = Verification(name),
        Warnings = [name],
    };

    public static SiteFacts Site(string name, double difference) => new()
    {
        Value = Value(name) with { MaxDifference = difference, Agrees = difference <= 1e-3 },
        BatchNormalizations = [name],
        OriginalNodes = [name],
        FoldedNodes = [name],
    };

    private static OutcomeFacts Folded(string name) => Kept(name) with
    {
        Route = FoldRoute.Backward,
        Hosts = [new(name, name)],
        Reason = null,
        Detail = null,
        ForwardDetail = null,
        Hint = null,
        GraphBefore = new()
        {
            Nodes = [new(name, name, ExcerptRole.Host), new(name, name, ExcerptRole.Site), new(name, name, ExcerptRole.Boundary)],
            Links = [new(0, 1), new(0, 2), new(1, 2)],
            Omitted = 3,
        },
        GraphAfter = new() { Nodes = [new(name, name, ExcerptRole.Host)], Links = [], Omitted = 0 },
    };

    private static OutcomeFacts Kept(string name) => new()
    {
        Node = name,
        Inside = name,
        Channels = 8,
        Route = null,
        Hosts = [],
        Reason = SkipReason.OtherReaders,
        Detail = name,
        ForwardDetail = name,
        Hint = name,
    };

    private static WeightFacts Weight(string name) => new()
    {
        Node = name,
        OpType = name,
        Input = 1,
        Type = "Float",
        Dims = [8, 4],
        Before = new(-1, 2),
        After = new(-3, 4),
    };

    private static VerificationFacts Verification(string name) => new()
    {
        Verdict = Verdict.Differs,
        Reason = name,
        OnnxRuntime = "1.2.3",
        Seed = 1,
        Samples = 2,
        Inputs = [new() { Name = name, Type = "Float", Dims = [2, 3], Files = [] }],
        Outputs = [Value(name)],
        OptimizedOutputs = [Value(name)],
        Sites = [Site(name, 1e-7), Site(name, 0), Site(name, double.NaN)],
        FirstDifference = Value(name),
        Warnings = [name],
    };

    private static ValueFacts Value(string name) => new()
    {
        Name = name,
        Node = name,
        Type = "Float",
        Dims = [2, 3],
        Agrees = false,
        MaxDifference = 1e-2,
        Range = 10,
        Limit = 1e-3,
        Index = [1, 1],
        Original = 1,
        Folded = 2,
        Sample = 0,
        Problem = name,
        Excuse = name,
    };
}
