using System.Globalization;
using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;
using Xunit;

namespace BnFold.Cli.Tests.Text;

/// <summary>Warnings that no small model gives rise to, said even to who asked for quiet.</summary>
public sealed class QuietTextTests : IDisposable
{
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _errors = new(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Check_warns_that_the_model_can_not_run_as_a_whole()
    {
        new CheckText(Terminal, Verbosity.Quiet).Write(new()
        {
            CommandLine = [],
            Environment = EnvironmentFacts.Here,
            Options = VerifyOptionFacts.Of(new()),
            Model = new() { Path = "m.onnx", Bytes = 1 },
            Check = new() { Seed = 1, Samples = 1, Nodes = [], Failure = "no kernel" },
        });
        Assert.Equal(("", "bnfold: warning: the model can't run as a whole: no kernel"), Said);
    }

    [Fact]
    public void Bench_warns_that_level_0_was_not_timed()
    {
        new BenchText(Terminal, Verbosity.Quiet).Write(new()
        {
            CommandLine = [],
            Environment = EnvironmentFacts.Here,
            Cpu = "",
            Original = "m.onnx",
            Options = BenchOptionFacts.Of(new() { Original = "m.onnx", Others = [] }),
            FoldedHere = false,
            Benchmark = new() { OnnxRuntimeVersion = "1.2.3", Seed = 1, Threads = 1, UnoptimizedFailure = "no kernel" },
            Memory = [],
        });
        Assert.Equal(("", "bnfold: warning: not timed at level 0: no kernel"), Said);
    }

    [Fact]
    public void Why_nothing_was_proven_is_said_once()
    {
        var verification = new VerificationFacts
        {
            Verdict = Verdict.NotPossible,
            Reason = "can't run the original: no kernel; nor 'y' by itself: no kernel",
            Warnings = ["verified site by site, on noise: can't run the original: no kernel", "output 'mask' is constant"],
        };
        Assert.Equal(["output 'mask' is constant"], VerificationText.Warnings(verification));
        Assert.Equal(2, VerificationText.Warnings(verification with { Verdict = Verdict.Agrees }).Count());
    }

    private Terminal Terminal => new(_output, _errors);

    private (string Output, string Errors) Said => (_output.ToString(), _errors.ToString().TrimEnd());
}
