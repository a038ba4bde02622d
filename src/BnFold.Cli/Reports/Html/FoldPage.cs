using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold MODEL</c> as a page.</summary>
internal static class FoldPage
{
    public static string Of(FoldRunReport run) => Page.Of(FoldWording.Overview(run), html =>
    {
        VerificationSection.Write(html, run.Verification, FoldWording.Other);
        KeptSection.Write(html, run);
        WeightSection.Write(html, run);
        FoldedSection.Write(html, run);
    });
}
