namespace BnFold.Cli.Reports;

/// <summary>How far both models are from the exact value at a site.</summary>
internal sealed record SiteTruthFacts(int Positions, double OriginalError, double FoldedError, double? Ratio, Closer Closer)
{
    public static SiteTruthFacts Of(SiteTruth truth) =>
        new(truth.Positions, truth.OriginalError, truth.OtherError, truth.Ratio, truth.Closer switch
        {
            CloserModel.Original => Closer.Original,
            CloserModel.Other => Closer.Folded,
            _ => Closer.Neither,
        });
}
