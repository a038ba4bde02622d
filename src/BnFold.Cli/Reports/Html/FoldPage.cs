namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold MODEL</c> as a page.</summary>
internal static class FoldPage
{
    public static string Of(FoldRunReport run) => Page.Of(Path.GetFileName(run.Input.Path), html =>
    {
        GraphDrawing.WriteMarkers(html);
        html.Open("main");
        SummarySection.Write(html, run);
        VerificationSection.Write(html, run);
        KeptSection.Write(html, run);
        WeightSection.Write(html, run);
        FoldedSection.Write(html, run);
        RunSection.Write(html, run);
        html.Close();
    });
}
