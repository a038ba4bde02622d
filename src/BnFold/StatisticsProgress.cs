namespace BnFold;

/// <summary>How far a run over data is.</summary>
/// <param name="Samples">Samples that the model was run on.</param>
/// <param name="Done">Share of the files that is done, 0 to 1.</param>
public readonly record struct StatisticsProgress(long Samples, double Done);
