namespace BnFold.Cli.Reports;

/// <summary>The sites of which exact values are known, and who is closer to them.</summary>
internal sealed record TruthFacts(int Sites, int Known, int FoldedCloser, int OriginalCloser, double? MeanRatio)
{
    public static TruthFacts Of(TruthSummary truth) =>
        new(truth.Sites, truth.Known, truth.OtherCloser, truth.OriginalCloser, truth.MeanRatio);
}
