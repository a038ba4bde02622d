using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold verify</c> as Markdown.</summary>
internal static class VerifyMarkdown
{
    public static string Of(VerifyRunReport run) => MarkdownReport.Of(
        VerifyWording.Overview(run), text => VerificationTables.Write(text, run.Verification, VerifyWording.Other));
}
