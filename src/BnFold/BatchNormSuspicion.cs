namespace BnFold;

/// <summary>Channels of a BatchNormalization whose statistics are suspicious in one way.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Channels">How many channels.</param>
/// <param name="FirstChannel">The first of them, counted from 0.</param>
/// <param name="Value">What was found there: the scale, the variance, variance + epsilon, or the gain.</param>
public sealed record BatchNormSuspicion(BatchNormSuspicionKind Kind, int Channels, int FirstChannel, double Value);
