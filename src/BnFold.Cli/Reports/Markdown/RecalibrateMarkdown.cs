using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold recalibrate</c> as Markdown.</summary>
internal static class RecalibrateMarkdown
{
    public static string Of(RecalibrateRunReport run) => MarkdownReport.Of(RecalibrateWording.Overview(run), text =>
    {
        text.Collapsed("Estimated again", RecalibrateWording.Nodes(run));
        text.Collapsed("Left alone", RecalibrateWording.LeftAlone(run));
    });
}
