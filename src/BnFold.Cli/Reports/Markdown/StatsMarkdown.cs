using BnFold.Cli.Reports.Statistics;
using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold stats</c> as Markdown.</summary>
internal static class StatsMarkdown
{
    public static string Of(StatsRunReport run) => MarkdownReport.Of(StatsWording.Overview(run), text =>
    {
        text.Listed("Measured", StatsWording.Nodes(run));
        text.Listed("Not measured", StatsWording.NotMeasured(run));
    });
}
