namespace BnFold.Benchmarking;

/// <summary>The original's times at one level, divided by another model's.</summary>
internal sealed record LevelRatios(RatioInterval Latency, RatioInterval Load);
