namespace BnFold.Truth;

/// <summary>A value that can't be computed point by point here; says what stands in the way, as in "operator Resize".</summary>
internal sealed class NoDefinitionException(string obstacle) : Exception(obstacle);
