using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold stats</c> as a page.</summary>
internal static class StatsPage
{
    public static string Of(StatsRunReport run) => Page.Of(StatsWording.Overview(run), html =>
    {
        DriftSection.Write(html, run);
        Section.Write(html, "Figures", "of all channels together, and of the worst", StatsWording.Nodes(run));
        Section.Write(html, "Not measured", "and why", StatsWording.NotMeasured(run));
        ChannelSection.Write(html, run);
    });
}
