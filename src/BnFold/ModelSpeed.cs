namespace BnFold;

/// <summary>How fast a model is at one optimization level.</summary>
/// <param name="Latency">One run, inputs and outputs on the CPU.</param>
/// <param name="Load">Opening a session on the file, which is in the system's cache.</param>
public sealed record ModelSpeed(TimeQuantiles Latency, TimeQuantiles Load);
