using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public void Help_is_as_reviewed()
    {
        var run = Tool.Run("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Errors);
        Snapshot.Matches("help", run.Output);
    }

    [Theory]
    [InlineData("-h"), InlineData("-?"), InlineData("help"), InlineData("x.onnx", "--help"), InlineData("--help", "--samples", "0")]
    public void Help_is_given_whatever_else_is_asked(params string[] args)
    {
        var run = Tool.Run(args);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Tool.Run("--help").Output, run.Output);
    }

    [Fact]
    public void Help_speaks_of_a_command() => Assert.Equal(Tool.Run("verify", "--help").Output, Tool.Run("help", "verify").Output);

    [Fact]
    public void Help_fits_a_wide_terminal() =>
        Assert.All(Tool.Run("--help").Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));

    [Fact]
    public void Version_is_one_line()
    {
        var run = Tool.Run("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^bnfold \d+\.\d+\.\d+\r?\n$", run.Output);
    }
}
