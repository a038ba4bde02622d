using BnFold.Cli.Text;

namespace BnFold.Cli.Reports;

/// <summary>Facts in the words that the written reports share.</summary>
internal static class Wording
{
    /// <summary>What a host calls one of its constants.</summary>
    public static string Input(WeightFacts weight) => (weight.OpType, weight.Input) switch
    {
        ("Conv" or "ConvTranspose" or "DeformConv", 1) => "filters",
        ("Conv" or "ConvTranspose", 2) or ("DeformConv", 3) => "bias",
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

    /// <summary>Words from elsewhere as a sentence, whether they end as one or not.</summary>
    public static string Sentence(string words) => words.EndsWith('.') ? words : $"{words}.";

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
