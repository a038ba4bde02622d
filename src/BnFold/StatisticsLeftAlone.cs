namespace BnFold;

/// <summary>A BatchNormalization whose statistics were not touched.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Inside">The node whose body it is in, or the function; null in the main graph.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record StatisticsLeftAlone(string Node, string? Inside, string Reason);
