using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("no model given")]
    [InlineData("unknown option '--fold'", "--fold")]
    [InlineData("unknown option '--fold'", "--fold", "x.onnx")]
    [InlineData("unknown option '--fold'", "x.onnx", "--fold")]
    [InlineData("unexpected argument 'y.onnx' (the output's path goes behind -o; several models need --output-dir)", "x.onnx", "y.onnx")]
    [InlineData("unknown option '-x'", "recalibrate", "x.onnx", "--data", "d", "e", "-x")]
    [InlineData("-o needs a value", "x.onnx", "-o")]
    [InlineData("--shape needs a value", "x.onnx", "--shape")]
    [InlineData("-q and -v exclude each other", "x.onnx", "-q", "-v")]
    [InlineData("-v is for one model, not for --output-dir", "x.onnx", "--output-dir", "o", "-v")]
    [InlineData("--strict and --atol exclude each other", "x.onnx", "--strict", "--atol", "1e-3")]
    [InlineData("--strict and --rtol exclude each other", "x.onnx", "--strict", "--rtol", "0")]
    [InlineData("--strict and --rtol exclude each other", "a.onnx", "--output-dir", "o", "--strict", "--rtol", "0")]
    [InlineData("--strict and --atol exclude each other", "verify", "x.onnx", "y.onnx", "--strict", "--atol", "1e-3")]
    [InlineData("--strict and --rtol exclude each other", "check", "x.onnx", "--strict", "--rtol", "1e-3")]
    [InlineData("'0' is not a whole number from 1 up (--samples)", "x.onnx", "--samples", "0")]
    [InlineData("'-1' is not a whole number from 0 up (--threads)", "x.onnx", "--threads", "-1")]
    [InlineData("'1.5' is not a whole number (--seed)", "x.onnx", "--seed", "1.5")]
    [InlineData("'-1' is not a number from 0 up (--atol)", "x.onnx", "--atol", "-1")]
    [InlineData("'NaN' is not a number from 0 up (--rtol)", "x.onnx", "--rtol", "NaN")]
    [InlineData("'a=' is not of the form name=1,3,224,224 (--shape)", "x.onnx", "--shape", "a=")]
    [InlineData("'a=1,,2' is not of the form name=1,3,224,224 (--shape)", "x.onnx", "--shape", "a=1,,2")]
    [InlineData("'a=1,0' is not of the form name=1,3,224,224 (--shape)", "x.onnx", "--shape", "a=1,0")]
    [InlineData("'a' is given twice (--shape)", "x.onnx", "--shape", "a=1", "--shape", "a=2")]
    [InlineData("--mean is given twice", "recalibrate", "x.onnx", "--data", "d", "--mean", "1", "--mean", "2")]
    [InlineData("'a' is given twice (--std)", "stats", "x.onnx", "--data", "d", "--std", "a=1", "--std", "a=2")]
    [InlineData("'=4' is not of the form batch=4 (--dim)", "x.onnx", "--dim", "=4")]
    [InlineData("'some' is not one of never, auto, always (--stand-in)", "x.onnx", "--stand-in", "some")]
    public void Refuses_in_one_line(string problem, params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"{problem}; '{Help(args)}' explains", run.OneError);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("no command 'stat'; did you mean 'stats'?", "stat", "x.onnx")]
    [InlineData("no command 'vrify'; did you mean 'verify'?", "vrify", "x.onnx", "y.onnx", "-q")]
    [InlineData("no command 'fold', for 'bnfold MODEL -o OUTPUT' folds; 'bnfold --help' explains", "fold", "x.onnx")]
    [InlineData("unknown option '--ouput'; did you mean '--output'?", "x.onnx", "--ouput", "y.onnx")]
    [InlineData("unknown option '--ouput'; did you mean '--output'?", "x.onnx", "--ouput=y.onnx")]
    [InlineData("unknown option '--report-to'; 'bnfold --help' explains", "x.onnx", "--report-to")]
    [InlineData("unknown option '--skip-bda'; did you mean '--skip-bad'?", "stats", "x.onnx", "--data", "d", "--skip-bda")]
    [InlineData("unknown option '--qiet'; did you mean '--quiet'?", "stats", "--merge", "a.json", "--qiet")]
    [InlineData("unknown option '--strct'; did you mean '--strict'?", "verify", "x.onnx", "y.onnx", "--strct")]
    [InlineData("absent: there is no such file", "absent")]
    public void Says_what_may_have_been_meant(string problem, params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, args);
        Assert.Equal((2, problem), (run.ExitCode, run.OneError));
    }

    [Theory]
    [InlineData("-o", "x.onnx", "-o", "")]
    [InlineData("--output", "x.onnx", "--output=")]
    [InlineData("--report", "x.onnx", "--report", "")]
    [InlineData("--report", "verify", "x.onnx", "y.onnx", "--report", "")]
    [InlineData("--certificate", "verify", "x.onnx", "y.onnx", "--certificate", "")]
    [InlineData("--report", "check", "x.onnx", "--report", "")]
    [InlineData("--report", "bench", "x.onnx", "--report", "")]
    [InlineData("--data", "stats", "x.onnx", "--data", "")]
    [InlineData("--report", "stats", "x.onnx", "--data", "d", "--report", "")]
    [InlineData("--moments", "stats", "x.onnx", "--data", "d", "--moments", "")]
    [InlineData("--merge", "stats", "--merge", "")]
    [InlineData("--merge", "stats", "--merge", "a.json", "")]
    [InlineData("-o", "recalibrate", "x.onnx", "--data", "d", "-o", "")]
    [InlineData("--report", "recalibrate", "x.onnx", "--data", "d", "--report", "")]
    [InlineData("--output-dir", "x.onnx", "--output-dir", "")]
    public void Refuses_an_empty_value(string option, params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, args);
        Assert.Equal((2, $"{option} needs a value; '{Help(args)}' explains"), (run.ExitCode, run.OneError));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.onnx", "", "--output-dir", "o")]
    [InlineData("check", "")]
    [InlineData("bench", "")]
    [InlineData("bench", "a.onnx", "")]
    [InlineData("stats", "")]
    [InlineData("recalibrate", "")]
    public void Refuses_an_empty_model(params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, args);
        Assert.Equal((2, $"no model given; '{Help(args)}' explains"), (run.ExitCode, run.OneError));
    }

    [Fact]
    public void Takes_what_follows_a_double_dash_for_a_file() =>
        Assert.Equal("--fold: there is no such file", Tool.Run("--", "--fold").OneError);

    [Fact]
    public void Takes_an_at_sign_for_part_of_a_name() =>
        Assert.Equal("@x.onnx: there is no such file", Tool.Run("@x.onnx").OneError);

    [Theory]
    [InlineData("verify"), InlineData("check"), InlineData("bench"), InlineData("stats"), InlineData("recalibrate")]
    public void The_help_that_is_spoken_of_is_there(string command) =>
        Assert.Equal(Tool.Run(command, "--help").Output, Tool.Run("help", command).Output);

    private static string Help(string[] args) =>
        args is ["verify" or "check" or "bench" or "stats" or "recalibrate", ..] ? $"bnfold help {args[0]}" : "bnfold --help";
}
