namespace BnFold;

/// <summary>Times of single measurements, in seconds.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Median">One in two took no longer.</param>
/// <param name="P5">One in twenty took no longer.</param>
/// <param name="P95">19 of 20 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public sealed record TimeQuantiles(int Count, double Median, double P5, double P95, double P99);
