using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold verify</c> as a page.</summary>
internal static class VerifyPage
{
    public static string Of(VerifyRunReport run) => Page.Of(
        VerifyWording.Overview(run), html => VerificationSection.Write(html, run.Verification, VerifyWording.Other));
}
