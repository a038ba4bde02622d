using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold check</c> as a page.</summary>
internal static class CheckPage
{
    public static string Of(CheckRunReport run) => Page.Of(CheckWording.Overview(run), html =>
    {
        ParitySection.Write(html, run);
        Section.Write(html, "Figures", "at worst, and at most of half and of 99 % of the elements", CheckWording.Parity(run));
        Section.Write(html, "Suspicious statistics", "which may be right all the same", CheckWording.Suspicions(run));
    });
}
