namespace BnFold;

/// <summary>How <see cref="Recalibrator"/> works.</summary>
public sealed record RecalibrationOptions
{
    /// <summary>How statistics are estimated.</summary>
    public RecalibrationMethod Method { get; init; }

    /// <summary>
    /// Share of the old statistics that stays with each batch, from 0 to 1, for <see cref="RecalibrationMethod.Running"/>. As ONNX has it:
    /// PyTorch's is 1 minus this.
    /// </summary>
    public double Momentum { get; init; } = BatchNormReference.DefaultMomentum;

    /// <summary>
    /// Also recalibrate statistics in initializers that are graph inputs too (IR version 4 and later). They stay inputs: a caller who feeds
    /// them goes on replacing them.
    /// </summary>
    public bool FreezeInputs { get; init; }

    /// <summary>Resources, and libraries of custom operators.</summary>
    public StatisticsOptions Resources { get; init; } = new();
}
