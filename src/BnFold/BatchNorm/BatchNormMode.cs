using System.Globalization;

namespace BnFold.BatchNorm;

/// <summary>
/// Whether a BatchNormalization node uses the given statistics or those of its batch, and which rule of the specification says so.
/// </summary>
/// <param name="Opset">Version of the default domain in force where the node stands.</param>
/// <param name="IsTest">Attribute <c>is_test</c>; null when absent.</param>
/// <param name="TrainingMode">Attribute <c>training_mode</c>; null when absent.</param>
/// <param name="OutputsAfterY">How many outputs after Y have a name, read by anyone or not; <c>""</c> is an output left out.</param>
internal readonly record struct BatchNormMode(long Opset, long? IsTest, long? TrainingMode, int OutputsAfterY)
{
    /// <summary>
    /// True in training mode: the node normalises by its batch, so it is no constant affine. Opsets 1 to 6: attribute <c>is_test</c>,
    /// default 0, which is training. 7 to 13: the outputs. From 14 on: attribute <c>training_mode</c>, default 0, which is inference. What
    /// another opset would ask is ignored.
    /// </summary>
    public bool IsTraining => Opset switch
    {
        < 7 => (IsTest ?? 0) == 0,
        < 14 => OutputsAfterY > 0,
        _ => (TrainingMode ?? 0) != 0,
    };

    /// <summary>The rule and what was found, in one line.</summary>
    public string Because => FormattableString.Invariant($"{(IsTraining ? "training" : "inference")} mode: in opset {Opset} {Rule}");

    private string Rule => Opset switch
    {
        < 7 => $"is_test decides; found {Text(IsTest)}",
        < 14 => $"a named output after Y means training; found {(OutputsAfterY == 0 ? "none" : Text(OutputsAfterY))}",
        _ => $"training_mode decides; found {Text(TrainingMode)}",
    };

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none, so 0";
}
