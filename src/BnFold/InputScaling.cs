namespace BnFold;

/// <summary>Arithmetic on samples before they are fed: (x · scale − mean) / standard deviation.</summary>
public sealed record InputScaling
{
    /// <summary>One factor, or one for each channel; none for 1. 1/255 makes bytes numbers from 0 to 1.</summary>
    public IReadOnlyList<double> Scale { get; init; } = [];

    /// <summary>One number, or one for each channel; none for 0.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>One number, or one for each channel; none for 1.</summary>
    public IReadOnlyList<double> StandardDeviation { get; init; } = [];
}
