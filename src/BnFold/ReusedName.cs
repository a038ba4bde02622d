namespace BnFold;

/// <summary>A name that both models have and that stands for different values in them.</summary>
/// <param name="Name">The name.</param>
/// <param name="StandsFor">The value of the original that the other model's was compared with; null if it was looked past.</param>
public sealed record ReusedName(string Name, string? StandsFor);
