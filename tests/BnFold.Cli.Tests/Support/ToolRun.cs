using Xunit;

namespace BnFold.Cli.Tests.Support;

/// <summary>What a run of the tool left behind.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The whole of the error output, which must be one line of this tool's own.</summary>
    public string OneError
    {
        get
        {
            Assert.EndsWith("\n", Errors, StringComparison.Ordinal);
            var line = Errors.TrimEnd('\n', '\r');
            Assert.DoesNotContain('\n', line);
            Assert.StartsWith("bnfold: ", line, StringComparison.Ordinal);
            return line["bnfold: ".Length..];
        }
    }
}
