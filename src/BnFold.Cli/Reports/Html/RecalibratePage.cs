using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold recalibrate</c> as a page.</summary>
internal static class RecalibratePage
{
    public static string Of(RecalibrateRunReport run) => Page.Of(RecalibrateWording.Overview(run), html =>
    {
        RecalibratedSection.Write(html, run.Recalibration.Nodes, run.Recalibration.Unsettled);
        Section.Write(html, "Figures", "of all channels together, and of the worst", RecalibrateWording.Nodes(run));
        Section.Write(html, "Left alone", "as they were", RecalibrateWording.LeftAlone(run));
    });
}
