namespace BnFold;

/// <summary>
/// Both models' results at one site beside the exact value: at seeded positions, what the original's nodes define is computed from the
/// original's constants and its own intermediate results in double, sum by sum, and BatchNormalization by its formula. Both models'
/// results are from the same intermediate results.
/// </summary>
public sealed record SiteTruth
{
    /// <summary>Number of positions that were looked at. Those where a result or the exact value is not finite don't count.</summary>
    public required int Positions { get; init; }

    /// <summary>Root mean square, over the positions, of what the original's results are off by.</summary>
    public required double OriginalError { get; init; }

    /// <summary>The same of the other model.</summary>
    public required double OtherError { get; init; }

    /// <summary>
    /// <see cref="OtherError"/> / <see cref="OriginalError"/>: below 1 where the other model is the closer one. Null where either is 0,
    /// as where few terms happen to be exact: then a ratio tells nothing.
    /// </summary>
    public double? Ratio => OriginalError > 0 && OtherError > 0 ? OtherError / OriginalError : null;

    /// <summary>Which model is closer to the exact value.</summary>
    public CloserModel Closer => OtherError.CompareTo(OriginalError) switch
    {
        < 0 => CloserModel.Other,
        > 0 => CloserModel.Original,
        _ => CloserModel.Neither,
    };
}
