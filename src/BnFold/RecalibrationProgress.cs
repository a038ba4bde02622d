namespace BnFold;

/// <summary>How far a recalibration is.</summary>
/// <param name="Plan">What is to be done.</param>
/// <param name="Pass">Which run of the data this is, counted from 1; 0 before the first.</param>
/// <param name="Samples">Samples of this run so far.</param>
/// <param name="Done">Share of the work that is done, from 0 to 1.</param>
/// <param name="Remaining">How long the rest will take, going by what was done.</param>
public readonly record struct RecalibrationProgress(RecalibrationPlan Plan, int Pass, long Samples, double Done, TimeSpan Remaining);
