using System.Globalization;

namespace BnFold.BatchNorm;

/// <summary>
/// Whether a BatchNormalization node uses the given statistics or those of its batch, and which rule of the specification says so.
/// </summary>
internal sealed record BatchNormMode
{
    private BatchNormMode()
    {
    }

    /// <summary>True in training mode: the node normalises by its batch, so it is no constant affine.</summary>
    public required bool IsTraining { get; init; }

    /// <summary>The rule and what was found, in one line.</summary>
    public required string Because { get; init; }

    /// <summary>
    /// Opsets 1 to 6: attribute <c>is_test</c>, default 0, which is training. 7 to 13: the outputs. From 14 on: attribute
    /// <c>training_mode</c>, default 0, which is inference. What another opset would ask is ignored.
    /// </summary>
    /// <param name="opset">Version of the default domain in force where the node stands.</param>
    /// <param name="isTest">Attribute <c>is_test</c>; null when absent.</param>
    /// <param name="trainingMode">Attribute <c>training_mode</c>; null when absent.</param>
    /// <param name="outputsAfterY">How many outputs after Y have a name, read by anyone or not; <c>""</c> is an output left out.</param>
    public static BatchNormMode Of(long opset, long? isTest, long? trainingMode, int outputsAfterY) => opset switch
    {
        < 7 => (isTest ?? 0) == 0 ? Training(opset, ByIsTest(isTest)) : Inference(opset, ByIsTest(isTest)),
        < 14 => outputsAfterY > 0 ? Training(opset, ByOutputs(outputsAfterY)) : Inference(opset, ByOutputs(outputsAfterY)),
        _ => (trainingMode ?? 0) != 0 ? Training(opset, ByTrainingMode(trainingMode)) : Inference(opset, ByTrainingMode(trainingMode)),
    };

    private static BatchNormMode Training(long opset, string rule) =>
        new() { IsTraining = true, Because = FormattableString.Invariant($"training mode: in opset {opset} {rule}") };

    private static BatchNormMode Inference(long opset, string rule) =>
        new() { IsTraining = false, Because = FormattableString.Invariant($"inference mode: in opset {opset} {rule}") };

    private static string ByIsTest(long? value) => $"is_test decides; found {Text(value)}";

    private static string ByTrainingMode(long? value) => $"training_mode decides; found {Text(value)}";

    private static string ByOutputs(int count) =>
        $"a named output after Y means training; found {(count == 0 ? "none" : Text(count))}";

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none, so 0";
}
