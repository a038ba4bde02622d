using BnFold.Onnx;

namespace BnFold.Recalibration;

/// <summary>A BatchNormalization whose statistics can be estimated again.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Node">The node, as it stands in the model.</param>
/// <param name="Level">How many BatchNormalizations that are estimated again lie on the longest way to it from the inputs.</param>
/// <param name="Mean">Where its means are.</param>
/// <param name="Variance">Where its variances are.</param>
internal sealed record RecalibrationSite(string Name, NodeProto Node, int Level, StatisticsSlot Mean, StatisticsSlot Variance)
{
    /// <summary>The value it normalises.</summary>
    public string X => Node.Input[0];

    /// <summary>The length of its vectors.</summary>
    public int Features => Mean.Values.Length;

    public double Epsilon => Node.Float("epsilon") ?? BatchNormParameters.DefaultEpsilon;

    /// <summary>Statistics per element of a sample: <c>spatial</c> = 0 of operator sets 1 to 8.</summary>
    public required bool IsPerElement { get; init; }

    /// <summary>The type of its scale and bias.</summary>
    public required ElementType ScaleType { get; init; }
}
