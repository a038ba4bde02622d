using BnFold.Tests.Runtime;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Saves two models in a folder of the test's own and compares them.</summary>
internal static class Judged
{
    public static VerificationReport Compare(Net original, Net other, VerifyOptions? options = null)
    {
        using var folder = new TempFolder();
        return Compare(original.Save(folder, "original.onnx"), other.Save(folder, "other.onnx"), options);
    }

    public static VerificationReport Compare(string original, string other, VerifyOptions? options = null) =>
        Verifier.Compare(original, other, options, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Asserts that the models agree, with all that could be read from the report if they do not.</summary>
    public static VerificationReport Agrees(this VerificationReport report)
    {
        Assert.True(report.Verdict == VerificationVerdict.Agrees, $"{report.Verdict}: {report.Reason}");
        Assert.Null(report.Reason);
        Assert.Null(report.FirstDifference);
        return report;
    }

    /// <summary>Asserts that they differ and that the report says where first.</summary>
    public static VerificationReport DiffersAt(this VerificationReport report, string value)
    {
        Assert.Equal((VerificationVerdict.Differs, value), (report.Verdict, report.FirstDifference?.Name));
        Assert.Contains($"'{value}'", report.Reason, StringComparison.Ordinal);
        return report;
    }
}
