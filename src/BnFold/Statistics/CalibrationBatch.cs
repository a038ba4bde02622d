using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>What is fed at a time.</summary>
/// <param name="Inputs">The inputs, by name.</param>
/// <param name="Samples">How many samples it holds.</param>
/// <param name="First">Path of the file that its first sample is from.</param>
/// <param name="Last">Path of the file that its last sample is from.</param>
internal sealed record CalibrationBatch(TensorSet Inputs, int Samples, string First, string Last) : IDisposable
{
    /// <summary>Where it is from, for messages.</summary>
    public string Origin => First == Last ? First : $"{First} to {Last}";

    public void Dispose() => Inputs.Dispose();
}
