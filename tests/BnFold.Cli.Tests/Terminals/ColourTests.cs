using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Terminals;

public sealed class ColourTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, null, true), InlineData("", "xterm-256color", true)]
    [InlineData("1", "xterm-256color", false), InlineData(null, "dumb", false)]
    public void A_terminal_has_colours_unless_it_or_its_user_has_no_use_for_them(string? noColor, string? term, bool coloured)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there it depends on the terminal's program");
        var ink = Ink.ForTerminal(name => name == "NO_COLOR" ? noColor : name == "TERM" ? term : null);
        Assert.Equal(coloured, ink != Ink.None);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Without_colours_there_is_no_escape_code(int exitCode)
    {
        var run = RunTo(exitCode, Ink.None);
        Assert.DoesNotContain('\e', run.Output);
        Assert.DoesNotContain('\e', run.Errors);
        Assert.DoesNotContain('\r', run.Errors);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Colours_change_nothing_but_the_colour(int exitCode)
    {
        var coloured = RunTo(exitCode, Ink.Ansi);
        Assert.Contains('\e', coloured.Output + coloured.Errors);
        var plain = RunTo(exitCode, Ink.None);
        Assert.Equal(WithoutTime(plain.Output), WithoutTime(AnsiScreen.Show(coloured.Output)));
        Assert.Equal(plain.Errors, AnsiScreen.Show(coloured.Errors));
    }

    [Fact]
    public void Progress_is_drawn_and_wiped_out_again()
    {
        var run = RunTo(exitCode: 0, Ink.Ansi);
        Assert.Contains("verifying ████████████░░░░░░░░░░░░ sample 1 of 2", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("verifying", AnsiScreen.Show(run.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checking", "check")]
    [InlineData("timing", "bench", "--runs", "20", "--no-memory", "--default-level-only")]
    public void Progress_says_what_is_done(string work, params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, Ink.Ansi, CancellationToken.None, [args[0], Model, .. args[1..]]);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches($"{work} [█░]+ ", run.Errors);
        Assert.DoesNotContain("verifying", run.Errors, StringComparison.Ordinal);
        Assert.Empty(AnsiScreen.Show(run.Errors));
    }

    [Fact]
    public void Quiet_draws_no_progress() =>
        Assert.DoesNotContain('\r', Tool.Run(Comparisons.Agree, Ink.Ansi, CancellationToken.None, Model, "-o", _folder.File("y.onnx"), "-q").Errors);

    private static string Model => Repository.Model("mlp.onnx");

    private static string WithoutTime(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\d\.\d s", "# s");

    private ToolRun RunTo(int exitCode, Ink ink)
    {
        CompareModels compare = exitCode switch { 1 => Comparisons.Differ, 3 => Comparisons.NotPossible, _ => Comparisons.Agree };
        var model = exitCode == 2 ? _folder.File("absent.onnx") : Model;
        var run = Tool.Run(compare, ink, CancellationToken.None, model, "-o", _folder.File("y.onnx"), "-v");
        Assert.Equal(exitCode, run.ExitCode);
        return run;
    }
}
