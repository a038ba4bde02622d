using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold MODEL</c> as Markdown.</summary>
internal static class FoldMarkdown
{
    public static string Of(FoldRunReport run) => MarkdownReport.Of(FoldWording.Overview(run), text =>
    {
        KeptTables.Write(text, run);
        VerificationTables.Write(text, run.Verification, FoldWording.Other);
        FoldTables.Write(text, run);
    });
}
