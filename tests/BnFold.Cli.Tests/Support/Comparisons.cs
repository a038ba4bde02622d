namespace BnFold.Cli.Tests.Support;

/// <summary>Comparisons whose result is known beforehand.</summary>
internal static class Comparisons
{
    public static VerificationReport Agreement(VerifyOptions? options) => new()
    {
        Verdict = VerificationVerdict.Agrees,
        OnnxRuntimeVersion = "1.2.3",
        Seed = options?.Seed ?? 0,
        Samples = options?.Samples ?? 0,
        Inputs = [new("input", "Float", [2, 20])],
        Outputs = [Value("output", 3.1e-6)],
        OptimizedOutputs = [Value("output", 4.2e-6)],
        Sites = [.. (options?.Sites ?? []).Select(Site)],
        AlikeValues = 6,
        Warnings = ["output 'mask' is constant"],
    };

    public static VerificationReport Agree(
        string original, string other, VerifyOptions? options, IProgress<VerifyProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new("sample 1 of 2", 0.5));
        return Agreement(options);
    }

    public static VerificationReport Differ(
        string original, string other, VerifyOptions? options, IProgress<VerifyProgress>? progress, CancellationToken cancellation) =>
        Agreement(options) with
        {
            Verdict = VerificationVerdict.Differs,
            Reason = "1 of 4 sites differs, first at 'c_out'",
            Outputs = [Value("output", 5), Value("mask", 0)],
            Sites = [Site("bn") with { Value = Value("c_out", 7) }, .. Agreement(options).Sites.Skip(1)],
            FirstDifference = Value("c_out", 7),
        };

    public static VerificationReport NotPossible(
        string original, string other, VerifyOptions? options, IProgress<VerifyProgress>? progress, CancellationToken cancellation) =>
        new()
        {
            Verdict = VerificationVerdict.NotPossible,
            Reason = "ONNX Runtime has no kernel for Foo 'foo'",
            OnnxRuntimeVersion = "1.2.3",
            Seed = options?.Seed ?? 0,
            Samples = 0,
        };

    public static VerificationReport Absent(
        string original, string other, VerifyOptions? options, IProgress<VerifyProgress>? progress, CancellationToken cancellation) =>
        throw new OnnxRuntimeNotFoundException("ONNX Runtime's native library was not found.");

    public static VerificationReport Forbidden(
        string original, string other, VerifyOptions? options, IProgress<VerifyProgress>? progress, CancellationToken cancellation) =>
        throw new InvalidOperationException("nothing should have been compared");

    private static SiteComparison Site(string node) => new()
    {
        Value = Value($"{node}_out", 1e-7),
        BatchNormalizations = [node],
        OriginalNodes = ["Conv 'c'", $"BatchNormalization '{node}'"],
        OtherNodes = ["Conv 'c'"],
        Truth = new() { Positions = 64, OriginalError = 4e-7, OtherError = 2e-7 },
    };

    private static ValueComparison Value(string name, double difference) => new()
    {
        Name = name,
        Node = "Conv 'c'",
        Type = "Float",
        Dims = [2, 10],
        MaxDifference = difference,
        Range = 15.5,
        Limit = 3.1e-3,
        Index = [1, 7],
        Original = 2.5,
        Other = 2.5 - difference,
    };
}
