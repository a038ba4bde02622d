using BnFold.Cli.Text;

namespace BnFold.Cli.Reports;

/// <summary>Facts in the words that the written reports share.</summary>
internal static class Wording
{
    /// <summary>What a host calls one of its constants.</summary>
    public static string Input(WeightFacts weight) => (weight.OpType, weight.Input) switch
    {
        ("Conv" or "ConvTranspose", 1) => "filters",
        ("Conv" or "ConvTranspose", 2) => "bias",
        ("BatchNormalization" or "InstanceNormalization" or "GroupNormalization" or "LayerNormalization", 1) => "scale",
        ("BatchNormalization" or "InstanceNormalization" or "GroupNormalization" or "LayerNormalization", 2) => "bias",
        ("Gemm", 0) => "A",
        ("Gemm" or "MatMul", 1) => "B",
        ("Gemm", 2) => "C",
        _ => $"input {weight.Input}",
    };

    public static string Range(RangeFacts? range) =>
        range is null ? "none" : $"{Figures.Magnitude(range.Min)} … {Figures.Magnitude(range.Max)}";

    /// <summary>A command line that a shell takes as it stands.</summary>
    public static string CommandLine(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quoted).Prepend("bnfold"));

    public static string Feed(InputFacts input) => $"{Figures.Dims(input.Dims)} {input.Type}";

    /// <summary>What the report was made on, in a line each.</summary>
    public static IEnumerable<(string Title, string Value)> Circumstances(FoldRunReport run)
    {
        yield return ("command", CommandLine(run.CommandLine));
        if (run.Verification?.Seed is { } seed) yield return ("seed", $"{seed}");
        if (run.Verification?.Samples is { } samples) yield return ("samples", $"{samples}");
        if (run.Verification?.OnnxRuntime is { } runtime) yield return ("ONNX Runtime", runtime);
        yield return ("bnfold", run.Environment.Bnfold);
        yield return (".NET", run.Environment.Dotnet);
        yield return ("system", $"{run.Environment.Os}, {run.Environment.Platform}, {Figures.Count(run.Environment.Processors, "processor")}");
        yield return ("time", Figures.Seconds(run.ElapsedSeconds));
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
