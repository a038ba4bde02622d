using BnFold.Graphs;

namespace BnFold.Walk;

/// <summary>What a user can do about a kept BatchNormalization, besides what was done already.</summary>
internal static class SkipHints
{
    private const string StandInAlways = "--stand-in always leaves arithmetic in its place";

    /// <param name="reason">Why it was kept.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="node">The node; null where it stands in no graph.</param>
    public static string? For(SkipReason reason, FoldOptions options, Node? node = null) => reason switch
    {
        SkipReason.TrainingMode when options.AssumeInference => "drop those outputs, if nobody needs them",
        SkipReason.TrainingMode => "export the model in eval mode; or --assume-inference, if nobody reads the statistics it puts out",
        SkipReason.OverridableInitializer when options.FreezeInputs => null,
        SkipReason.OverridableInitializer => "--freeze-inputs treats such initializers as constants, if no caller sets them",
        SkipReason.NotConstant => "export with constant parameters; or run a constant folder first, unless they depend on the inputs",
        SkipReason.NeedsOnnxRuntime => "make ONNX Runtime available, or run a constant folder first",
        SkipReason.InvalidStatistics => "the statistics are broken: calibrate the model again",
        SkipReason.NotFinite => "a constant is not finite, too large or too small: mend it; if the model was converted to half precision, fold before that",
        SkipReason.OtherReaders => OtherReaders(options, node),
        SkipReason.GraphOutput => "drop that output, if nobody needs it",
        SkipReason.ShapeUnknown => "run shape inference on the model first",
        SkipReason.GraphInput or SkipReason.ScopeBoundary or SkipReason.OperatorBlocks or SkipReason.WrongAxis or SkipReason.Padding
            or SkipReason.NegativeScale or SkipReason.ShiftBlocked =>
            options.StandIns is StandIns.Always ? null : $"{StandInAlways}, for runtimes that want no BatchNormalization",
        SkipReason.ChannelMismatch or SkipReason.MalformedNode => "the model is not valid as it is: check it with its exporter",
        SkipReason.InsideFunction => "inline the model's functions first",
        SkipReason.Quantized => "fold before quantization",
        _ => null,
    };

    private static string? OtherReaders(FoldOptions options, Node? node)
    {
        string?[] hints =
        [
            node is null || options.MergeBranches || !IsBranch(node) ? null : "--merge-branches makes parallel branches one Conv",
            options.StandIns is StandIns.Always ? null : StandInAlways,
        ];
        var open = string.Join("; ", hints.OfType<string>());
        return open.Length > 0 ? open : null;
    }

    /// <summary>Whether nothing but a sum with another branch reads it.</summary>
    private static bool IsBranch(Node node) =>
        node.Output(0) is { Uses: { Count: 1, Min.Node: { Inputs.Count: 2 } sum } } output && IsSum(sum)
        && sum.Inputs.All(operand => operand == output || operand?.Producer is { } other && (IsSum(other) || other.Is("Conv") || other.Is("BatchNormalization")));

    private static bool IsSum(Node node) => node.Is("Add") || node.Is("Sum");
}
